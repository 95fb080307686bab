import type { Floats } from "../lib/floats.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface RecallShape {
  readonly count: number;
  readonly slots: number;
  /** Steps, below `slots`. */
  readonly delay: number;
  /** Steps that the integrator is ahead of the clock: 0 or 1. */
  readonly ahead: number;
}

/** Twin of shaders/rate/recall.wgsl; signals (slots x count), delayed (count). */
export function recall({ count, slots, delay, ahead }: RecallShape, clock: Uint32Array, signals: Floats, delayed: Floats): void {
  const slot = (((clock[StepClock.step] + ahead) % slots) + slots - delay) % slots;
  delayed.set(signals.subarray(slot * count, (slot + 1) * count));
}
