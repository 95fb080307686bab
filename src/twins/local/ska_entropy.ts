import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface SkaEntropyShape {
  readonly count: number;
  readonly layer: number;
  readonly layers: number;
  /** -1 / (ln 2 examples) */
  readonly scale: number;
}

/** Twin of shaders/local/ska_entropy.wgsl. */
export function ska_entropy({ count, layer, layers, scale }: SkaEntropyShape, clock: Uint32Array, terms: Floats, history: Floats): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += terms[i];
  history[clock[Clock.cursor] * layers + layer] = scale * sum;
}
