import type { Floats } from "../lib/floats.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface RecordShape {
  /** Steps between two frames. */
  readonly every: number;
  /** Frames that there is room for. */
  readonly frames: number;
  /** Values of a frame. */
  readonly count: number;
  /** Of `values`, and the one that is kept. */
  readonly channels: number;
  readonly channel: number;
}

/** Twin of shaders/field/record.wgsl; values (count x channels), kept (frames x count). */
export function record({ every, frames, count, channels, channel }: RecordShape, clock: Uint32Array, values: Floats, kept: Floats): void {
  const step = clock[StepClock.step];
  if (step % every !== 0) return;
  const at = ((step / every) % frames) * count;
  for (let i = 0; i < count; i++) kept[at + i] = values[i * channels + channel];
}
