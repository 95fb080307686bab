import type { Stage } from "../plan/program.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { encodeBernoulli } from "./kernels/encode_bernoulli.ts";
import type { Tensor } from "./tensor.ts";

/** How pixels become the input of each step. */
export interface EncoderSpec {
  readonly encoder: "bernoulli";
  /** Of the set's pixels, as shares of 255: what they are normalised by before anything else. */
  readonly mean: number;
  readonly std: number;
  /** Largest probability of a spike; default 0.5 (arXiv 2602.11206's code). */
  readonly gain?: number;
}

/** The number an encoder has for each value of a pixel. */
export function levelsOf({ mean, std, gain = 0.5 }: EncoderSpec): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => gain * Math.min(1, Math.max(0, (value / 255 - mean) / std)));
}

/** Steps of an encoder's output: 1 where all are the same. */
export function encodedSteps(_spec: EncoderSpec, steps: number): number {
  return steps;
}

/** Encodes a part of a batch of one set ("train" or "test") into `output`. */
export function encode(_spec: EncoderSpec, set: "train" | "test", part: BatchPart, seed: number, output: Tensor): Stage {
  const [key0, key1] = keyOf(seed);
  const stream = streamOf(Stream.pixels, set === "train" ? 0 : 1);
  return encodeBernoulli(
    `encode ${set}`,
    { ...part, steps: output.steps, features: output.features, key0, key1, stream },
    { clock: "clock", order: `${set}.order`, pixels: `${set}.pixels`, levels: "levels", outputs: output.name },
  );
}
