import type { Floats } from "../lib/floats.ts";

export interface ExponentiatedGradientShape {
  readonly count: number;
  /** 1: plain descent. */
  readonly plain: number;
  readonly rate: number;
}

/** Twin of shaders/local/exponentiated_gradient.wgsl. */
export function exponentiated_gradient({ count, plain, rate }: ExponentiatedGradientShape, gradients: Floats, weights: Floats): void {
  for (let i = 0; i < count; i++) {
    const w = weights[i];
    const change = rate * gradients[i];
    weights[i] = plain === 1 ? w - change : w * Math.exp(-Math.sign(w) * change);
  }
}
