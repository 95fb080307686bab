import { type BatchPart, Clock, placeOf, validOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface PenaliseShape extends BatchPart {
  readonly steps: number;
  readonly features: number;
  /** Of one example; shared by those of the whole batch. */
  readonly amount: number;
}

/** Twin of shaders/dense/penalise.wgsl; grad (steps x batch x features) is added to. */
export function penalise(shape: PenaliseShape, clock: Uint32Array, grad: Floats): void {
  const { steps, batch, features, whole, amount } = shape;
  const share = amount / validOf(clock, whole);
  for (let b = 0; b < batch; b++) {
    if (placeOf(clock, shape, b) >= clock[Clock.examples]) continue;
    for (let t = 0; t < steps; t++) {
      const at = (t * batch + b) * features;
      for (let i = at; i < at + features; i++) grad[i] += share;
    }
  }
}
