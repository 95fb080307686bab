import type { Floats } from "../lib/floats.ts";
import { type InputShape, inputRow, pushRow } from "../lib/rate.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface StageShape extends InputShape {
  readonly networks: number;
  /** Rows of a network: its state, then its tangents. */
  readonly vectors: number;
  /** 1: the first and the last stage of a step. */
  readonly first: number;
  readonly last: number;
  /** Of this slope in the step: weight dt / tau. */
  readonly share: number;
  /** Of this slope in the next trial. */
  readonly next: number;
}

/** Twin of shaders/rate/stage.wgsl; inputs (frames x spread x stride), all others (networks x vectors x stride). */
export function stage(
  shape: StageShape,
  clock: Uint32Array,
  inputs: Floats,
  drive: Floats,
  trial: Floats,
  total: Floats,
  state: Floats,
): void {
  const { networks, vectors, stride, first, last, share, next } = shape;
  const step = clock[StepClock.step];
  for (let row = 0; row < networks * vectors; row++) {
    const network = Math.floor(row / vectors);
    const input = row % vectors === 0 ? inputRow(shape, network, step, inputs) : undefined;
    const of = (values: Floats) => values.subarray(row * stride, (row + 1) * stride);
    const [slope, y, sum, x] = [of(drive), of(trial), of(total), of(state)];
    const base = first === 0 ? sum : x;
    if (last !== 0) {
      pushRow(base, y, slope, input, share, x);
      y.set(x);
    } else {
      pushRow(base, y, slope, input, share, sum);
      pushRow(x, y, slope, input, next, y);
    }
  }
}
