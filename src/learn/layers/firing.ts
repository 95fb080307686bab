import { InputError } from "../../errors.ts";
import type { DenseNeuron } from "../../twins/dense/neuron/model.ts";
import { RESETS, type ResetName } from "../../twins/dense/reset.ts";
import { SURROGATES, type SurrogateName } from "../../twins/dense/surrogate.ts";
import { type NeuronOptions, oneOf, type Raw } from "./raws.ts";

/** How snnTorch's neurons fire: S = [U > threshold]. */
export interface Firing extends NeuronOptions {
  /** A finite number; default 1. */
  readonly threshold?: number;
  /** What a spike takes from U in the step after it: the threshold, all of it, or nothing; default "subtract". */
  readonly reset?: ResetName;
  /** What stands for dS/dU: "atan" (alpha 2, the default), "fast_sigmoid" (slope 25), "sigmoid" (slope 25) or "straight_through" (1). */
  readonly surrogate?: SurrogateName;
  /** Default false. */
  readonly learn_beta?: boolean;
  /** Default false. */
  readonly learn_threshold?: boolean;
}

export function thresholdRaw(index: number, { threshold = 1, learn_threshold = false }: Firing): Raw {
  if (!Number.isFinite(threshold)) throw new InputError(`layers[${index}].threshold`, threshold, "a finite number");
  return { name: "threshold", value: threshold, learn: learn_threshold };
}

/** The neuron that resets and learns as asked for. */
export function firing(
  index: number,
  { reset = "subtract", surrogate = "atan" }: Firing,
  neuron: (reset: ResetName, surrogate: SurrogateName) => DenseNeuron,
): DenseNeuron {
  return neuron(oneOf(index, "reset", reset, RESETS), oneOf(index, "surrogate", surrogate, SURROGATES));
}
