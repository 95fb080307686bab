/** Random sets of cells, every one of a size as likely. Random numbers: docs/random.md, kind `trials`. */
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { draw_subsets } from "../twins/memory/draw_subsets.ts";
import { needObject, needSeed, needWhole } from "./check.ts";

/** Which set of the stream `trials`: the patterns of trials, those that their segments are sampled from, the samples; from `free` on, anybody's. */
export const TrialSet = { trials: 0, patterns: 1, samples: 2, free: 3 } as const;

/** Words that one array may hold. */
export const MOST_WORDS = 2 ** 30;

/** Count x words: sets of `chosen` of `cells` as bits. */
export function randomBits(cells: number, chosen: number, count: number, seed: number, which: number): Uint32Array {
  const words = Math.ceil(cells / 32);
  const [key0, key1] = keyOf(seed);
  const subsets = new Uint32Array(count * words);
  const random = { key0, key1, stream: streamOf(Stream.trials, which), step: 0 };
  if (chosen > 0) draw_subsets({ count, cells, chosen, words, ...random }, Uint32Array.of(0), subsets);
  return subsets;
}

export interface RandomSetsOptions {
  readonly cells: number;
  /** Cells of each set. */
  readonly chosen: number;
  /** Sets. */
  readonly count: number;
  readonly seed: number;
  /** Another number, other sets; default 0. */
  readonly which?: number;
}

/** Random sets of cells, each in rising order. @throws InputError */
export function randomSets(options: RandomSetsOptions): Uint32Array[] {
  needObject("options", options);
  const { cells, chosen, count, seed, which = 0 } = options;
  needWhole("cells", cells, 1, 2 ** 24);
  needWhole("chosen", chosen, 0, cells);
  needWhole("count", count, 1, Math.floor(MOST_WORDS / Math.ceil(cells / 32)));
  needSeed(seed);
  needWhole("which", which, 0, 2 ** 24 - 1 - TrialSet.free);
  const bits = randomBits(cells, chosen, count, seed, TrialSet.free + which);
  const words = Math.ceil(cells / 32);
  return Array.from({ length: count }, (_, n) => {
    const set = new Uint32Array(chosen);
    for (let cell = 0, k = 0; cell < cells; cell++) {
      if ((bits[n * words + (cell >> 5)] >>> (cell & 31)) & 1) set[k++] = cell;
    }
    return set;
  });
}
