import type { Stage } from "../plan/program.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { encodeBernoulli } from "./kernels/encode_bernoulli.ts";
import { encodeConstant } from "./kernels/encode_constant.ts";
import { encodeLatency } from "./kernels/encode_latency.ts";
import type { Tensor } from "./tensor.ts";

/** How pixels become the input of each step. */
export type EncoderSpec = BernoulliSpec | ConstantSpec | LatencySpec;

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

/**
 * One spike a pixel, the sooner the brighter: snnTorch's `spikegen.latency` with `normalize=True`, so the darkest is in the last step. x is
 * the normalised pixel, clipped to 0 .. 1; the spike is in the step nearest to its time.
 */
export interface LatencySpec extends Normalised {
  readonly encoder: "latency";
  /**
   * "log" (default): ln(x / (x - threshold)), the time a leaky membrane takes to reach it, scaled so that x = threshold + 1e-7 is in the last
   * step (snnTorch takes the darkest pixel at hand for that); "linear": (steps - 1) (1 - x).
   */
  readonly form?: "log" | "linear";
  /** Above 0, below 1; default 0.01. */
  readonly threshold?: number;
  /** Whether x below the threshold has no spike (default true, as snnTorch's `clip=True`), or one as if it were the threshold. */
  readonly clip?: boolean;
}

/** What keeps the time of the threshold itself finite. */
const LATENCY_EPSILON = 1e-7;

/** The step of the spike of a normalised pixel, or -1. */
function spikeStep({ form = "log", threshold = 0.01, clip = true }: LatencySpec, steps: number, normalised: number): number {
  const x = Math.min(1, Math.max(0, normalised));
  if (clip && x < threshold) return -1;
  if (form === "linear") return Math.round((steps - 1) * (1 - Math.max(threshold, x)));
  const time = (value: number) => Math.log(value / (value - threshold));
  const darkest = threshold + LATENCY_EPSILON;
  return Math.round(((steps - 1) * time(Math.max(darkest, x))) / time(darkest));
}

/** The number an encoder has for each value of a pixel. */
export function levelsOf(spec: EncoderSpec, steps: number): Float32Array {
  const normalised = Float64Array.from({ length: 256 }, (_, value) => (value / 255 - spec.mean) / spec.std);
  switch (spec.encoder) {
    case "bernoulli":
      return Float32Array.from(normalised, (x) => (spec.gain ?? 0.5) * Math.min(1, Math.max(0, x)));
    case "constant":
      return Float32Array.from(normalised);
    case "latency":
      return Float32Array.from(normalised, (x) => spikeStep(spec, steps, x));
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
    case "latency":
      return encodeLatency(`encode ${set}`, { ...part, steps, features }, buffers);
  }
}
