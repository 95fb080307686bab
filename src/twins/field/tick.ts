import { FieldClock } from "../lib/field.ts";
import type { Floats } from "../lib/floats.ts";

export interface FieldTickShape {
  /** Steps between two looks. */
  readonly every: number;
  /** Values of all fields of the batch, and of one. */
  readonly count: number;
  readonly each: number;
}

/** Twin of shaders/field/tick.wgsl. */
export function tick({ every, count, each }: FieldTickShape, values: Floats, clock: Uint32Array): void {
  const step = ++clock[FieldClock.step];
  if (step % every !== 0 || clock[FieldClock.broken] !== 0) return;
  for (let i = 0; i < count; i++) {
    if (Number.isFinite(values[i])) continue;
    clock[FieldClock.broken] = Math.floor(i / each) + 1;
    clock[FieldClock.brokenAt] = step;
    return;
  }
}
