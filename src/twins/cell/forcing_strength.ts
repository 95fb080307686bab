import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface ForcingStrengthShape {
  readonly steps: number;
  readonly batch: number;
  /** In every so many-th batch alone. */
  readonly every: number;
  /** What is kept of a strength that is more than is wanted. */
  readonly decay: number;
}

/** Twin of shaders/cell/forcing_strength.wgsl; norms (steps x batch): logarithms. */
export function forcing_strength(
  { steps, batch, every, decay }: ForcingStrengthShape,
  clock: Uint32Array,
  norms: Floats,
  strength: Floats,
): void {
  if ((clock[Clock.cursor] + 1) % every !== 0) return;
  let most = Number.NEGATIVE_INFINITY;
  for (let b = 0; b < batch; b++) {
    let sum = 0;
    for (let t = 0; t < steps; t++) sum += norms[t * batch + b];
    most = Math.max(most, sum / steps);
  }
  const wanted = Math.max(0, 1 - Math.exp(-most));
  strength[0] = wanted > strength[0] ? wanted : decay * strength[0] + (1 - decay) * wanted;
}
