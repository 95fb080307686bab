import atan from "../../../shaders/dense/surrogate/atan.wgsl";
import fastSigmoid from "../../../shaders/dense/surrogate/fast_sigmoid.wgsl";
import sigmoid from "../../../shaders/dense/surrogate/sigmoid.wgsl";
import straightThrough from "../../../shaders/dense/surrogate/straight_through.wgsl";
import type { ShaderSource } from "../../gpu/source.ts";

/** What stands for the derivative of a spike [u > 0]; twin of shaders/dense/surrogate. */
export interface Surrogate {
  readonly wgsl: ShaderSource;
  of(u: number): number;
}

export const SURROGATES = {
  atan: { wgsl: atan, of: (u: number) => 1 / (1 + (Math.PI * u) ** 2) },
  fast_sigmoid: { wgsl: fastSigmoid, of: (u: number) => 1 / (25 * Math.abs(u) + 1) ** 2 },
  sigmoid: {
    wgsl: sigmoid,
    of: (u: number) => {
      const e = Math.exp(-25 * Math.abs(u));
      return (25 * e) / (1 + e) ** 2;
    },
  },
  straight_through: { wgsl: straightThrough, of: () => 1 },
} satisfies Record<string, Surrogate>;

export type SurrogateName = keyof typeof SURROGATES;
