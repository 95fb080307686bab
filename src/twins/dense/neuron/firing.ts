import noneText from "../../../../shaders/dense/reset/none.wgsl";
import subtractText from "../../../../shaders/dense/reset/subtract.wgsl";
import zeroText from "../../../../shaders/dense/reset/zero.wgsl";
import atanText from "../../../../shaders/dense/surrogate/atan.wgsl";
import fastSigmoidText from "../../../../shaders/dense/surrogate/fast_sigmoid.wgsl";
import sigmoidText from "../../../../shaders/dense/surrogate/sigmoid.wgsl";
import straightThroughText from "../../../../shaders/dense/surrogate/straight_through.wgsl";
import type { ShaderSource } from "../../../gpu/source.ts";
import type { DenseNeuron } from "./model.ts";

/** What a spike takes from a membrane; twin of shaders/dense/reset. */
interface Reset {
  readonly wgsl: ShaderSource;
  /** Thresholds taken off. */
  readonly taken: number;
  /** 1: what else is there goes. */
  readonly cleared: number;
}

export const RESETS = {
  subtract: { wgsl: subtractText, taken: 1, cleared: 0 },
  zero: { wgsl: zeroText, taken: 0, cleared: 1 },
  none: { wgsl: noneText, taken: 0, cleared: 0 },
} satisfies Record<string, Reset>;

export type ResetName = keyof typeof RESETS;

/** What stands for the derivative of a spike [u > 0]; twin of shaders/dense/surrogate. */
interface Surrogate {
  readonly wgsl: ShaderSource;
  of(u: number): number;
}

export const SURROGATES = {
  atan: { wgsl: atanText, of: (u: number) => 1 / (1 + (Math.PI * u) ** 2) },
  fast_sigmoid: { wgsl: fastSigmoidText, of: (u: number) => 1 / (25 * Math.abs(u) + 1) ** 2 },
  sigmoid: {
    wgsl: sigmoidText,
    of: (u: number) => {
      const e = Math.exp(-25 * Math.abs(u));
      return (25 * e) / (1 + e) ** 2;
    },
  },
  straight_through: { wgsl: straightThroughText, of: () => 1 },
} satisfies Record<string, Surrogate>;

export type SurrogateName = keyof typeof SURROGATES;

/** Makes each combination of reset and surrogate once: layers that share one share its kernels. */
export function eachFiring(make: (reset: Reset, surrogate: Surrogate) => DenseNeuron) {
  const made = new Map<string, DenseNeuron>();
  return (reset: ResetName, surrogate: SurrogateName): DenseNeuron => {
    const name = `${reset} ${surrogate}`;
    const neuron = made.get(name) ?? make(RESETS[reset], SURROGATES[surrogate]);
    made.set(name, neuron);
    return neuron;
  };
}
