/** Random trials of segments against patterns on the device. */
import { refuseOthers } from "../network/names.ts";
import type { Program } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import { Stepper } from "../plan/stepper.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { countOneBits } from "../twins/lib/bits.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { checkSegments, matchChanceOf, type SegmentShape } from "./chances.ts";
import { need, needSeed, needWhole } from "./check.ts";
import { drawSubsets } from "./kernels/draw_subsets.ts";
import { matchSegments } from "./kernels/match_segments.ts";
import { tallyHits } from "./kernels/tally_hits.ts";
import { inBlocks } from "./segments.ts";
import { MOST_WORDS, randomBits, TrialSet } from "./sets.ts";

/** Patterns drawn in one dispatch, and the most that clock and histogram count. */
const BATCH = 4096;
const MOST_PATTERNS = 2 ** 32 - BATCH;

export interface TrialOptions extends SegmentShape {
  /** Pairs of a pattern and a segment, at least; patterns are drawn 4,096 at a time. */
  readonly trials: number;
  /** Segments that every pattern is held against; a multiple of 32, default 128. */
  readonly segments?: number;
  /** Patterns whose samples a segment is the union of; default 1. */
  readonly union?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
  readonly signal?: AbortSignal;
  /** @param share of the trials that is done, 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

const KEYS: Readonly<Record<keyof TrialOptions, true>> = {
  ...{ cells: true, active: true, synapses: true, threshold: true, trials: true, segments: true, union: true },
  ...{ seed: true, adapter: true, signal: true, onProgress: true },
};

/** What random trials found. */
export interface Trials {
  readonly trials: number;
  readonly hits: number;
  /** Random patterns, each held against all segments. */
  readonly patterns: number;
  /** Hits of trials. */
  readonly share: number;
  /**
   * Standard error of `share`, from the spread of hits over patterns: segments that meet the same pattern are not independent, patterns are.
   */
  readonly sigma: number;
  /** The exact probability for segments of these sizes. */
  readonly exact: number;
  readonly adapter: string;
  readonly adapterKind: "hardware" | "software" | "cpu";
}

/**
 * Holds random patterns of `active` of `cells` cells, every set as likely, against segments sampled from other random patterns, and counts
 * those that fire. All of it happens on the device: it draws patterns, counts common cells by bits, tallies.
 * @throws InputError; NoAdapterError; the signal's reason
 */
export async function falseMatchTrials(options: TrialOptions): Promise<Trials> {
  refuseOthers("", options, Object.keys(KEYS));
  checkSegments(options);
  const { cells, active, threshold, segments = 128, union = 1, seed = 1, adapter = "auto", signal, onProgress } = options;
  needWhole("segments", segments, 32);
  need(segments % 32 === 0, "segments", segments, "must be a multiple of 32");
  needWhole("union", union, 1);
  const words = Math.ceil(cells / 32);
  need(BATCH * words <= MOST_WORDS, "cells", cells, `are too many for ${BATCH} patterns at a time: ${(32 * MOST_WORDS) / BATCH} at most`);
  need(
    segments * union * words <= MOST_WORDS && (BATCH * segments) / 32 <= MOST_WORDS,
    "segments",
    segments,
    `are too many with unions of ${union} patterns of ${cells} cells: ${MOST_WORDS} words at most`,
  );
  needSeed(seed);
  needWhole("trials", options.trials, 1, MOST_PATTERNS * segments);
  const bits = sampledSegments(options, segments, union, seed);
  const sizes = Array.from({ length: segments }, (_, j) =>
    bits.subarray(j * words, (j + 1) * words).reduce((sum, word) => sum + countOneBits(word), 0),
  );
  const exact = sizes.reduce((sum, size) => sum + matchChanceOf(cells, active, size, threshold), 0) / segments;
  const executor = await executeProgram(trialProgram(options, bits, segments, seed), adapter);
  try {
    const stepper = new Stepper({ advance: (runs) => executor.run("trials", runs) });
    await stepper.run(Math.ceil(options.trials / (BATCH * segments)), { signal, onProgress });
    const { adapter: ran, adapterKind } = executor;
    return { ...summary(await executor.read("histogram", "u32"), segments), exact, adapter: ran, adapterKind };
  } finally {
    executor.destroy();
  }
}

function trialProgram({ cells, active, threshold }: SegmentShape, bits: Uint32Array, segments: number, seed: number): Program {
  const words = Math.ceil(cells / 32);
  const { masks } = inBlocks(bits, words);
  const [key0, key1] = keyOf(seed);
  const random = { key0, key1, stream: streamOf(Stream.trials, TrialSet.trials), step: 0 };
  return {
    buffers: {
      clock: { type: "u32", length: 1 },
      segments: { type: "u32", length: masks.length, data: masks },
      subsets: { type: "u32", length: BATCH * words },
      hits: { type: "u32", length: (BATCH * segments) / 32 },
      histogram: { type: "u32", length: segments + 1 },
    },
    sequences: {
      trials: [
        drawSubsets("draw", { count: BATCH, cells, chosen: active, words, ...random }, { clock: "clock", subsets: "subsets" }),
        matchSegments("match", { inputs: BATCH, segments, words, threshold }, { segments: "segments", inputs: "subsets", hits: "hits" }),
        tallyHits("tally", { inputs: BATCH, words: segments / 32 }, { hits: "hits", clock: "clock", histogram: "histogram" }),
      ],
    },
  };
}

/** Segments x words: each the union of samples of `synapses` of the active cells of random patterns. */
function sampledSegments({ cells, active, synapses }: SegmentShape, segments: number, union: number, seed: number): Uint32Array {
  const count = segments * union;
  const patterns = randomBits(cells, active, count, seed, TrialSet.patterns);
  const samples = randomBits(active, synapses, count, seed, TrialSet.samples);
  const [words, sampleWords] = [Math.ceil(cells / 32), Math.ceil(active / 32)];
  const bits = new Uint32Array(segments * words);
  for (let n = 0; n < count; n++) {
    const first = Math.floor(n / union) * words;
    for (let cell = 0, k = 0; cell < cells; cell++) {
      if (((patterns[n * words + (cell >> 5)] >>> (cell & 31)) & 1) === 0) continue;
      // The k-th active cell of the pattern.
      if ((samples[n * sampleWords + (k >> 5)] >>> (k & 31)) & 1) bits[first + (cell >> 5)] |= 1 << (cell & 31);
      k++;
    }
  }
  return bits;
}

/** @param histogram entry h: patterns on which h segments fired */
function summary(histogram: Uint32Array, segments: number): Pick<Trials, "trials" | "hits" | "patterns" | "share" | "sigma"> {
  let [patterns, hits, squares] = [0, 0, 0];
  histogram.forEach((count, fired) => {
    patterns += count;
    hits += count * fired;
    squares += count * fired ** 2;
  });
  const mean = hits / patterns;
  const variance = (squares / patterns - mean ** 2) * (patterns / (patterns - 1));
  const sigma = Math.sqrt(variance / patterns) / segments;
  return { trials: patterns * segments, hits, patterns, share: mean / segments, sigma };
}
