import { GalvaniError } from "../../src/errors.ts";
import type { AdapterKind } from "../adapter.ts";
import type { Row } from "../bench.ts";
import { type Spread, spreadOf } from "../measure.ts";
import { brian2Run, pythonWithBrian2 } from "./brian2.ts";
import { galvaniRun, type PeerTime } from "./galvani.ts";
import type { Match } from "./match.ts";

/** Rates further apart than this are not the same work. */
const SAME_RATE = 0.1;

/** @throws GalvaniError where there is none */
export async function findBrian2(): Promise<string> {
  const python = await pythonWithBrian2();
  if (!python) throw new GalvaniError("peers: Brian2 is not installed for python3; on Debian: apt-get install python3-brian g++ make");
  return python;
}

/** One network on both sides, turn by turn: what slows the machine slows both. */
export async function peerRows(match: Match, python: string, kind: AdapterKind, repeats: number): Promise<Row[]> {
  const theirs = await brian2Run(match, python);
  try {
    const ours = await galvaniRun(match, kind);
    try {
      // One turn of each that does not count: code that V8 has not compiled yet, files that are not cached.
      await ours.measure();
      await theirs.measure();
      const pairs: Pair[] = [];
      for (let i = 0; i < repeats; i++) pairs.push({ theirs: await theirs.measure(), ours: await ours.measure() });
      return rowsOf(match, pairs, kind, theirs.version);
    } finally {
      ours.destroy();
    }
  } finally {
    theirs.destroy();
  }
}

export interface Pair {
  readonly ours: PeerTime;
  readonly theirs: PeerTime;
}

/** The rows of one network; ratios are those of the pairs, so that a machine whose speed drifts does not count. */
export function rowsOf(
  { name, neurons, duration, threads }: Pick<Match, "name" | "neurons" | "duration" | "threads">,
  pairs: readonly Pair[],
  kind: AdapterKind,
  version: string,
): Row[] {
  const take = (f: (pair: Pair) => number): Spread => spreadOf(pairs.map(f));
  const hz = { ours: take(({ ours }) => ours.rate).value, theirs: take(({ theirs }) => theirs.rate).value };
  const off = Math.abs(hz.ours / hz.theirs - 1);
  // NaN where both are silent: no work at all.
  const work = off <= SAME_RATE ? "same work" : `NOT THE SAME WORK: ${hz.ours.toFixed(2)} against ${hz.theirs.toFixed(2)} Hz`;
  const time = { size: neurons, unit: "s/model s", better: "less" } as const;
  const ratio = { size: neurons, unit: "times", better: "less" } as const;
  const rows: Row[] = [
    { ...time, name: `${name}: Galvani`, ...take(({ ours }) => ours.wall), note: `${hz.ours.toFixed(2)} Hz, ${duration} ms a turn` },
    {
      ...time,
      name: `${name}: Brian2 ${version}`,
      ...take(({ theirs }) => theirs.wall),
      note: `${hz.theirs.toFixed(2)} Hz; C++ standalone, ${threads} thread${threads === 1 ? "" : "s"}`,
    },
    { ...ratio, name: `${name}: ratio`, ...take(({ ours, theirs }) => ours.wall / theirs.wall), note: work },
  ];
  // Other processes on the machine cost wall-clock time, not processor time. A GPU's work is no processor time at all.
  if (kind === "cpu")
    rows.push({ ...ratio, name: `${name}: ratio, CPU time`, ...take(({ ours, theirs }) => ours.processor / theirs.processor) });
  return rows;
}
