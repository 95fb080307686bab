import type { Floats } from "../lib/floats.ts";
import { StepClock } from "../lib/step_clock.ts";

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
  clock[StepClock.step] += steps;
  const step = clock[StepClock.step];
  if (step % every !== 0 || clock[StepClock.broken] !== 0) return;
  for (let i = 0; i < count; i++) {
    if (Number.isFinite(values[i])) continue;
    clock[StepClock.broken] = Math.floor(i / each) + 1;
    clock[StepClock.brokenAt] = step;
    return;
  }
}
