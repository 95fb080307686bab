import { falseMatchChance, recallChance } from "../../src/memory/chances.ts";
import { SegmentMatcher } from "../../src/memory/segments.ts";
import { randomSets } from "../../src/memory/sets.ts";
import { falseMatchTrials, type Trials } from "../../src/memory/trials.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

const { SYNAPSES: synapses, THRESHOLD: threshold } = p;

/** A published value beside the exact one. */
export interface Entry {
  readonly name: string;
  readonly cells: number;
  readonly published: string;
  readonly exact: number;
  /** By how much more they differ than half a unit of the last printed digit. */
  readonly beyond: number;
  /** Whether the printed digits are those of the exact value, rounded or cut. */
  readonly same: boolean;
}

/** All published values, computed. */
export function table(): Entry[] {
  return p.PUBLISHED.flatMap(({ name, active, values }) =>
    values.map(([cells, published]) => {
      const exact = falseMatchChance({ cells, active: active(cells), synapses, threshold });
      const digits = published.split("e")[0]!.replace(".", "").length;
      const unit = 10 ** (Number(published.split("e")[1]) - digits + 1);
      const off = Math.abs(exact - Number(published));
      return { name, cells, published, exact, beyond: Math.max(0, off - unit / 2), same: off <= unit };
    }),
  );
}

/** Shares of false matches among random patterns. */
export async function trialsOf(
  size: { readonly cells: number; readonly active: number; readonly trials: number; readonly union?: number },
  seed: number,
  bench: Bench,
  onProgress?: (share: number) => void,
): Promise<Trials> {
  const { adapter, signal } = bench;
  const trials = await falseMatchTrials({ ...size, synapses, threshold, seed, adapter, signal, onProgress });
  bench.ran(trials);
  return trials;
}

/** How often segments fire on their own patterns and on others when a share of the active cells are others. */
export interface Robustness {
  readonly lost: number;
  readonly own: number;
  readonly exact: number;
  readonly others: number;
}

interface RobustnessSize {
  readonly cells: number;
  readonly active: number;
  readonly segments: number;
  readonly lost: readonly number[];
}

/** Every segment samples a pattern of its own; inputs are the patterns with so many active cells moved to cells outside of them. */
export async function robustness(
  { cells, active, segments, lost }: RobustnessSize,
  seed: number,
  { adapter, signal }: Bench,
): Promise<Robustness[]> {
  const sets = (of: number, chosen: number, which: number) => randomSets({ cells: of, chosen, count: segments, seed, which });
  const patterns = sets(cells, active, 0);
  const samples = sets(active, synapses, 1).map((sample, n) => Array.from(sample, (k) => patterns[n]![k]!));
  const matcher = await SegmentMatcher.create({ cells, segments: samples, threshold }, { adapter });
  try {
    const found: Robustness[] = [];
    for (const [level, moved] of lost.entries()) {
      signal.throwIfAborted();
      const gone = sets(active, moved, 2 + 2 * level);
      const instead = sets(cells - active, moved, 3 + 2 * level);
      const { counts, fires } = await matcher.match(patterns.map((pattern, n) => noisy(pattern, gone[n]!, instead[n]!, cells)));
      const own = patterns.reduce((sum, _, n) => sum + (fires(n, n) ? 1 : 0), 0);
      const all = counts.reduce((sum, count) => sum + count, 0);
      found.push({
        lost: moved,
        own: own / segments,
        exact: recallChance({ cells, active, synapses, threshold }, moved),
        others: (all - own) / (segments * (segments - 1)),
      });
    }
    return found;
  } finally {
    matcher.destroy();
  }
}

/** A pattern without the cells numbered `gone` and with those numbered `instead` of the cells outside of it. */
function noisy(pattern: Uint32Array, gone: Uint32Array, instead: Uint32Array, cells: number): number[] {
  const [within, without] = [new Set(pattern), new Set(gone)];
  const outside = Array.from({ length: cells }, (_, cell) => cell).filter((cell) => !within.has(cell));
  return [...Array.from(pattern).filter((_, k) => !without.has(k)), ...Array.from(instead, (k) => outside[k]!)];
}
