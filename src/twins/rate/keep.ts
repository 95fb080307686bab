import type { Floats } from "../lib/floats.ts";
import { phiOf } from "../lib/rate.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface KeepShape {
  readonly networks: number;
  /** Rows of a network. */
  readonly vectors: number;
  /** Elements of a row. */
  readonly stride: number;
  /** Units of a network that are kept. */
  readonly chosen: number;
  /** Of phi; the identity: x. */
  readonly kind: number;
  /** Steps from one frame to the next. */
  readonly every: number;
  /** Frames that there is room for. */
  readonly frames: number;
}

/** Twin of shaders/rate/keep.wgsl; units (chosen), state (networks x vectors x stride), kept (frames x networks x chosen). */
export function keep(shape: KeepShape, clock: Uint32Array, units: Uint32Array, state: Floats, kept: Floats): void {
  const { networks, vectors, stride, chosen, kind, every, frames } = shape;
  const step = clock[StepClock.step];
  if (step % every !== 0) return;
  let at = (Math.floor(step / every) % frames) * networks * chosen;
  for (let network = 0; network < networks; network++) {
    const first = network * vectors * stride;
    for (let n = 0; n < chosen; n++) kept[at++] = phiOf(kind, state[first + units[n]]);
  }
}
