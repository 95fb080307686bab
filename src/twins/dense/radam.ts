import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";
import type { AdamShape } from "./adam.ts";

/** Twin of shaders/dense/radam.wgsl; rates (batches x 2): rate, and whether it is divided by sqrt(v) + eps. */
export function radam(
  { count, beta1, beta2, eps }: AdamShape,
  clock: Uint32Array,
  rates: Floats,
  parameters: Floats,
  gradients: Floats,
  first: Floats,
  second: Floats,
): void {
  if (clock[Clock.halted] !== 0) return;
  const rate = rates[2 * clock[Clock.cursor]];
  const adaptive = rates[2 * clock[Clock.cursor] + 1] !== 0;
  for (let i = 0; i < count; i++) {
    const g = gradients[i];
    const m = beta1 * first[i] + (1 - beta1) * g;
    const v = beta2 * second[i] + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    parameters[i] -= (rate * m) / (adaptive ? Math.sqrt(v) + eps : 1);
    gradients[i] = 0;
  }
}
