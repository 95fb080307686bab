import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface EquilibriumPropagationTargetsShape {
  readonly batch: number;
  readonly classes: number;
}

/** Twin of shaders/local/equilibrium_propagation_targets.wgsl: targets (batch x classes). */
export function equilibrium_propagation_targets(
  { batch, classes }: EquilibriumPropagationTargetsShape,
  clock: Uint32Array,
  order: Uint32Array,
  labels: Uint32Array,
  targets: Floats,
): void {
  targets.fill(0, 0, batch * classes);
  for (let b = 0; b < batch; b++) {
    const place = clock[Clock.cursor] * batch + b;
    if (place < clock[Clock.examples]) targets[b * classes + labels[order[place]]] = 1;
  }
}
