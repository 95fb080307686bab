import { type RateExponents, rateExponents } from "../../src/rate/lyapunov.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

interface Size {
  readonly units: number;
  readonly couplings: readonly number[];
  /** Exponents; default 1. */
  readonly count?: number;
  readonly time: number;
  readonly transient: number;
}

/** The largest exponents of networks of one J at many couplings: their states and tangents go through one product. */
export async function exponentsOf(
  { units, couplings, ...size }: Size,
  seed: number,
  bench: Bench,
  onProgress?: (share: number) => void,
): Promise<RateExponents> {
  const spec = { units, phi: "tanh", coupling: { kind: "normal", g: 1 }, method: "rk4", dt: p.DT, seed } as const;
  const { adapter, signal } = bench;
  const asked = { every: p.EVERY, ...size, adapter, signal, onProgress };
  const found = await rateExponents({ ...spec, batch: couplings.length, gain: couplings }, asked);
  bench.ran(found);
  return found;
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
