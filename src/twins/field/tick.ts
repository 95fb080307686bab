import { FieldClock } from "../lib/field.ts";
import type { Floats } from "../lib/floats.ts";

export interface FieldTickShape {
  /** Steps that end here: 1, or 0. */
  readonly steps: number;
  /** Steps between two looks. */
  readonly every: number;
  /** Values of all fields of the batch, and of one. */
  readonly count: number;
  readonly each: number;
}

/** Twin of shaders/field/tick.wgsl. */
export function tick({ steps, every, count, each }: FieldTickShape, values: Floats, clock: Uint32Array): void {
  clock[FieldClock.step] += steps;
  const step = clock[FieldClock.step];
  if (step % every !== 0 || clock[FieldClock.broken] !== 0) return;
  for (let i = 0; i < count; i++) {
    if (Number.isFinite(values[i])) continue;
    clock[FieldClock.broken] = Math.floor(i / each) + 1;
    clock[FieldClock.brokenAt] = step;
    return;
  }
}
