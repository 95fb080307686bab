import { type RateExponents, rateExponents } from "../../src/rate/lyapunov.ts";
import type { Execution } from "../example.ts";
import * as p from "./parameters.ts";

export interface SweepSize extends Pick<Execution, "adapter"> {
  readonly units: number;
  readonly couplings: readonly number[];
  /** Exponents; default 1. */
  readonly count?: number;
  readonly seed: number;
  readonly time: number;
  readonly transient: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
}

/** The largest exponents of networks of one J at many couplings: their states and tangents go through one product. */
export function exponentsOf({ units, couplings, seed, ...rest }: SweepSize): Promise<RateExponents> {
  const spec = { units, phi: "tanh", coupling: { kind: "normal", g: 1 }, method: "rk4", dt: p.DT, seed } as const;
  return rateExponents({ ...spec, batch: couplings.length, gain: couplings }, { every: p.EVERY, ...rest });
}

/** Dimension of the attractor after Kaplan and Yorke, where the exponents reach that far; undefined otherwise. */
export function dimensionOf(exponents: ArrayLike<number>): number | undefined {
  const sorted = Array.from(exponents).sort((a, b) => b - a);
  let sum = 0;
  for (const [n, value] of sorted.entries()) {
    if (sum + value < 0) return n + sum / -value;
    sum += value;
  }
  return undefined;
}
