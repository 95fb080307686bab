import type { Floats } from "../lib/floats.ts";
import { signalRow, tangentRow } from "../lib/rate.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface ActivateShape {
  readonly networks: number;
  /** Rows of a network: its state, then its tangents. */
  readonly vectors: number;
  /** Elements of a row, a multiple of 4. */
  readonly stride: number;
  /** Of phi. */
  readonly kind: number;
  /** Steps that `signals` has room for. */
  readonly slots: number;
  /** 1: into all of them. */
  readonly fill: number;
}

/** Twin of shaders/rate/activate.wgsl. */
export function activate(shape: ActivateShape, clock: Uint32Array, gains: Floats, values: Floats, signals: Floats): void {
  const { networks, vectors, stride, kind, slots, fill } = shape;
  const count = networks * vectors * stride;
  const first = fill === 0 ? (clock[StepClock.step] % slots) * count : 0;
  for (let network = 0; network < networks; network++) {
    const at = network * vectors * stride;
    const x = values.subarray(at, at + stride);
    signalRow(kind, x, undefined, gains[network], signals.subarray(first + at, first + at + stride));
    for (let row = at + stride; row < at + vectors * stride; row += stride)
      tangentRow(
        kind,
        x,
        values.subarray(row, row + stride),
        undefined,
        gains[network],
        signals.subarray(first + row, first + row + stride),
      );
  }
  if (fill !== 0) for (let slot = 1; slot < slots; slot++) signals.copyWithin(slot * count, 0, count);
}
