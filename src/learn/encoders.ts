import type { Stage } from "../plan/program.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { encodeBernoulli } from "./kernels/encode_bernoulli.ts";
import { encodeConstant } from "./kernels/encode_constant.ts";
import type { Tensor } from "./tensor.ts";

/** How pixels become the input of each step. */
export type EncoderSpec = BernoulliSpec | ConstantSpec;

/** What pixels, as shares of 255, are normalised by before anything else: (x / 255 - mean) / std. */
interface Normalised {
  readonly mean: number;
  /** Above 0. */
  readonly std: number;
}

/** In each step a spike with probability gain * clip(normalised pixel, 0, 1). */
export interface BernoulliSpec extends Normalised {
  readonly encoder: "bernoulli";
  /** Largest probability of a spike; default 0.5 (arXiv 2602.11206's code). */
  readonly gain?: number;
}

/** The normalised pixel in every step; x / 255 as it is with mean 0 and std 1. Kept once: what comes in has one step. */
export interface ConstantSpec extends Normalised {
  readonly encoder: "constant";
}

/** The number an encoder has for each value of a pixel. */
export function levelsOf(spec: EncoderSpec): Float32Array {
  const normalised = Float64Array.from({ length: 256 }, (_, value) => (value / 255 - spec.mean) / spec.std);
  switch (spec.encoder) {
    case "bernoulli":
      return Float32Array.from(normalised, (x) => (spec.gain ?? 0.5) * Math.min(1, Math.max(0, x)));
    case "constant":
      return Float32Array.from(normalised);
  }
}

/** Steps of an encoder's output: 1 where all are the same. */
export function encodedSteps({ encoder }: EncoderSpec, steps: number): number {
  return encoder === "constant" ? 1 : steps;
}

/** Encodes a part of a batch of one set ("train" or "test") into `output`. */
export function encode({ encoder }: EncoderSpec, set: "train" | "test", part: BatchPart, seed: number, output: Tensor): Stage {
  const { steps, features, name } = output;
  const buffers = { clock: "clock", order: `${set}.order`, pixels: `${set}.pixels`, levels: "levels", outputs: name };
  switch (encoder) {
    case "bernoulli": {
      const [key0, key1] = keyOf(seed);
      const stream = streamOf(Stream.pixels, set === "train" ? 0 : 1);
      return encodeBernoulli(`encode ${set}`, { ...part, steps, features, key0, key1, stream }, buffers);
    }
    case "constant":
      return encodeConstant(`encode ${set}`, { ...part, features }, buffers);
  }
}
