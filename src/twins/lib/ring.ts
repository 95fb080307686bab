import type { Floats } from "./floats.ts";
import { sigmoid } from "./lse.ts";
import { bounded, LOG_BETA_MAX, LOG_BETA_MIN, LOG_EPS_MAX, LOG_EPS_MIN } from "./ultra.ts";

/** Which neuron `form` asks for; see shaders/lib/ring.wgsl. */
export const RingForm = { main: 0, readme: 1, leaking: 2 } as const;

/** Sizes and options that both kernels of the ring take. */
export interface RingShape {
  readonly steps: number;
  readonly batch: number;
  /** Neurons of an example: the ring. */
  readonly features: number;
  /** Batch times features, or 0 where the input is the same in every step. */
  readonly input_stride: number;
  /** Raw tau, log eps and, with `ds`, log beta. */
  readonly parameters_at: number;
  readonly form: number;
  /** 1: s = sigmoid(beta V), beta a parameter; 0: beta = 1 / eps. */
  readonly ds: number;
}

/** Twin of shaders/lib/ring.wgsl: what a layer's parameters are in a step. */
export function ringOf(raw: Floats, at: number, ownBeta: boolean) {
  const eps = bounded(raw[at + 1], LOG_EPS_MIN, LOG_EPS_MAX);
  const beta = bounded(raw[at + (ownBeta ? 2 : 1)], LOG_BETA_MIN, LOG_BETA_MAX);
  return { tau: sigmoid(raw[at]), eps, beta, steep: ownBeta ? beta.value : 1 / eps.value };
}

/**
 * What the neurons of the example at `row` give to the soft maximum in step `t`: neuron i at `terms[i + 1]`, and at both ends the
 * neighbours of the last and the first.
 */
export function fillTerms(
  shape: RingShape,
  tau: number,
  t: number,
  row: number,
  inputs: Floats,
  states: Floats,
  terms: Float64Array,
): void {
  const { batch, features, input_stride, form } = shape;
  const drive = t * input_stride + row;
  const before = (t - 1) * batch * features + row;
  for (let i = 0; i < features; i++) {
    const v = t > 0 ? states[before + i] : 0;
    terms[i + 1] = form === RingForm.main ? tau * v + inputs[drive + i] : v;
  }
  terms[0] = terms[features];
  terms[features + 1] = terms[1];
}
