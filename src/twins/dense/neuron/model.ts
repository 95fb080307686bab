import type { ShaderSource } from "../../../gpu/source.ts";
import type { Floats } from "../../lib/floats.ts";

/** A neuron with its parameters worked out, for one layer and one pass. Arrays are the caller's, written in place. */
export interface Cell {
  /** One step from the state `before` with input `x`: writes the state after it, returns the spike. */
  step(before: Float64Array, x: number, after: Float64Array): number;
  /**
   * The adjoint of `step` with soft spikes: from the gradients of the spike and of the state after it, writes the gradient of the
   * state before it, adds those of the raw parameters, returns that of the input.
   */
  adjoint(
    before: Float64Array,
    x: number,
    gradSpike: number,
    gradAfter: Float64Array,
    gradBefore: Float64Array,
    gradRaw: Float64Array,
  ): number;
}

/** A differentiable neuron: a text of WGSL (shaders/dense/neuron/*.wgsl) and its twin. */
export interface DenseNeuron {
  /** Declares STATES, RAWS, `Cell`, `cell_of`, `step` and `adjoint_of`. */
  readonly wgsl: ShaderSource;
  /** State variables kept after each step; the first is the membrane. */
  readonly states: number;
  /** Learnable numbers as the optimiser sees them. */
  readonly raws: number;
  /** @param hard whether spikes are 0 or 1 where the neuron's own are soft */
  cell(raw: Floats, at: number, hard: boolean): Cell;
}

/** The spike that leaves a neuron whose own is soft. */
export function emitted(soft: number, hard: boolean): number {
  return hard ? Number(soft > 0.5) : soft;
}

/**
 * How a number is kept in the buffers of a program whose raw numbers are `raw`. A neuron that fires where its state is above a threshold, and
 * resets where the kept state was, must compare the same number both times.
 */
export function rounding(raw: Floats): (value: number) => number {
  return raw instanceof Float32Array ? Math.fround : (value) => value;
}

/** Texts one after another, as one. */
export function woven(...texts: readonly ShaderSource[]): ShaderSource {
  return {
    path: texts.map(({ path }) => path).join(" "),
    text: texts.map(({ text }) => text).join(""),
    origins: texts.flatMap(({ origins }) => origins),
  };
}
