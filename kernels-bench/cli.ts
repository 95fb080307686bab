import { Command } from "commander";
import type { Io } from "../src/cli/io.ts";
import { number, type RawOptions, text, whole } from "../src/cli/options.ts";
import { checkFile } from "../src/cli/output.ts";
import { carryOut } from "../src/cli/program.ts";
import { InputError } from "../src/errors.ts";
import { type Adapter, openAdapter } from "./adapter.ts";
import type { Row } from "./bench.ts";
import { benches } from "./benches.ts";
import { Ceilings } from "./ceilings.ts";
import { environment } from "./environment.ts";
import { chosenBenches, chosenPeers, type Settings, settings, sizesFor } from "./options.ts";
import { findBrian2, peerRows } from "./peers/compare.ts";
import { gennRows } from "./peers/genn.ts";
import { type Match, matchOf } from "./peers/match.ts";
import { type PeerName, peersOf } from "./peers/networks.ts";
import { isPlasticPeer, PLASTIC_PEERS, type PlasticPeer, plasticMatches } from "./peers/plastic.ts";
import { type Results, readResults, writeResults } from "./results.ts";
import { exampleRows } from "./runs/example.ts";
import { head, line } from "./table.ts";

type Terminal = Pick<Io, "out" | "err">;

/**
 * The command `npm run bench`.
 * @returns the exit code: 0, 1 for a failed run, 2 for bad input (one line on stderr)
 */
export function main(argv: readonly string[], io: Terminal): Promise<number> {
  return carryOut(commands(io), argv, io);
}

function commands(io: Terminal): Command {
  const program = new Command("bench").description(
    "Measures kernels, networks and other simulators beside what the adapter can do in the same run.",
  );
  const command = (name: string, isDefault = false) =>
    program
      .command(name, { isDefault })
      .option("--adapter <kind>", "auto, hardware, software or cpu", "auto")
      .option("--repeats <n>", "measurements of each line (default 5)")
      .option("--json <file>", "write the results there")
      .option("--against <file>", "compare with a file that --json wrote");
  const sized = (made: Command) => made.option("--sizes <list>", "sizes to measure, with commas between: 10000,1e6");
  sized(command("kernels [names...]", true))
    .description("kernels over sizes, all or those named")
    .option("--large", "the largest sizes too")
    .option("--list", "names and what they measure, nothing else")
    .action((names: string[], raw: RawOptions) => (raw.list ? listed(io) : kernels(names, raw, io)));
  command("example <names...>")
    .description("real-time factor of examples, recording off")
    .option("--scale <share>", "share of the full size")
    .option("--duration <ms>", "model time to measure")
    .option("--warmup <ms>", "model time before it")
    .option("--variant <name>", "variant of the example")
    .option("--threads <n>", "threads of the cpu executor (default: all cores)")
    .option("--data <dir>", "folder of a data set that the example needs")
    .action((names: string[], raw: RawOptions) => timedExamples(names, raw, io));
  sized(command("peers [networks...]"))
    .description("the same networks in Brian2 (C++ standalone), or the microcircuit in GeNN")
    .option("--threads <n>", "threads of either side, for hpc and song (default 1)")
    .option("--genn <dir>", "a built checkout of GeNN: the full microcircuit on this machine's NVIDIA card, instead of Brian2")
    .action((names: string[], raw: RawOptions) => peers(names, raw, io));
  return program;
}

function listed(io: Terminal): void {
  for (const { name, title, sizes } of benches) io.out(`${name.padEnd(24)} ${title}${sizes ? ` (sizes: ${sizes.of})` : ""}\n`);
  io.out(`${"example NAME...".padEnd(24)} real-time factor of examples, recording off (--scale, --duration, --variant)\n`);
  io.out(
    `${"peers [cuba coba ...]".padEnd(24)} the same networks in Brian2: cuba coba brunel hpc song; with --genn DIR the microcircuit in GeNN (sizes: neurons)\n`,
  );
}

async function kernels(names: readonly string[], raw: RawOptions, io: Terminal): Promise<void> {
  const chosen = chosenBenches(names, benches);
  await report(raw, io, async function* ({ kind, device }, { repeats, sizes }) {
    const context = { kind, repeats, ceilings: new Ceilings(device, repeats) };
    for (const bench of chosen)
      for (const size of sizesFor(bench, sizes, raw.large === true, kind)) yield* await bench.measure(context, size);
  });
}

async function timedExamples(names: readonly string[], raw: RawOptions, io: Terminal): Promise<void> {
  const run = {
    scale: number(raw, "scale", { above: 0 }),
    duration: number(raw, "duration", { above: 0, unit: "ms" }),
    warmup: number(raw, "warmup", { least: 0, unit: "ms" }),
    variant: text(raw, "variant"),
    threads: whole(raw, "threads"),
    data: text(raw, "data"),
  };
  await report(raw, io, async function* ({ kind }, { repeats }) {
    for (const name of names) yield* await exampleRows(name, { ...run, kind, repeats });
  });
}

async function peers(names: readonly string[], raw: RawOptions, io: Terminal): Promise<void> {
  const genn = text(raw, "genn");
  if (genn !== undefined && (names.length > 0 || raw.sizes !== undefined))
    throw new InputError("--genn", genn, "runs the full microcircuit; name no networks or sizes beside it");
  const networks = chosenPeers(names);
  const threads = whole(raw, "threads") ?? 1;
  if (threads > 1 && networks.some((name) => !isPlasticPeer(name)))
    throw new InputError("--threads", threads, `is for ${PLASTIC_PEERS.join(" and ")} only`);
  await report(raw, io, async function* ({ kind }, { repeats, sizes }) {
    if (genn !== undefined) {
      yield* await gennRows(genn, kind, repeats);
      return;
    }
    const python = await findBrian2();
    for (const match of matches(networks, sizes, threads)) yield* await peerRows(match, python, kind, repeats);
  });
}

function matches(names: readonly (PeerName | PlasticPeer)[], sizes: readonly number[] | undefined, threads: number): Match[] {
  return names.flatMap((name) => (isPlasticPeer(name) ? plasticMatches(name, sizes, threads) : peersOf(name, sizes).map(matchOf)));
}

/** Prints rows as they come, and writes them to `--json`. */
async function report(
  raw: RawOptions,
  io: Terminal,
  measure: (adapter: Adapter, settings: Settings) => AsyncGenerator<Row>,
): Promise<void> {
  const asked = settings(raw);
  if (asked.json !== undefined) checkFile("--json", asked.json);
  const before = asked.against === undefined ? undefined : readResults(asked.against);
  const adapter = await openAdapter(asked.adapter);
  try {
    const found = environment();
    const { date, node, webgpu, commit, platform, processor, cores, load } = found;
    io.out(`${adapter.name}; ${processor}, ${cores} cores (load ${load.toFixed(1)}), ${platform}\n`);
    io.out(`${date.slice(0, 16)} UTC; Node ${node}, webgpu ${webgpu}, commit ${commit}\n`);
    if (before) io.out(`${comparison(before, adapter)}\n`);
    io.out(`\n${head(before !== undefined)}\n`);
    const rows: Row[] = [];
    for await (const row of measure(adapter, asked)) {
      rows.push(row);
      io.out(`${line(row, before)}\n`);
      // At once: a run that is stopped leaves what it has measured.
      if (asked.json !== undefined) writeResults(asked.json, { adapter: adapter.name, environment: found, rows });
    }
  } finally {
    adapter.device?.destroy();
  }
}

function comparison(before: Results, { name }: Adapter): string {
  const { date, commit } = before.environment;
  const other = before.adapter === name ? "" : `; ANOTHER ADAPTER: ${before.adapter}`;
  return `against ${date.slice(0, 16)} UTC, commit ${commit}${other}: now over before, marked where each lies outside the other's spread`;
}
