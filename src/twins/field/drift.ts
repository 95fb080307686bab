import type { Floats } from "../lib/floats.ts";

export interface DriftShape {
  readonly count: number;
  readonly dt: number;
}

/** Twin of shaders/field/drift.wgsl. */
export function drift({ count, dt }: DriftShape, velocities: Floats, values: Floats): void {
  for (let i = 0; i < count; i++) values[i] += dt * velocities[i];
}
