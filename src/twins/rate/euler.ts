import type { Floats } from "../lib/floats.ts";
import { addNoise, type InputShape, inputRow, type NoiseShape, pushRow } from "../lib/rate.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface EulerShape extends InputShape, NoiseShape {
  readonly networks: number;
  /** Rows of a network: its state, then its tangents. */
  readonly vectors: number;
  readonly units: number;
  /** dt / tau */
  readonly share: number;
}

/** Twin of shaders/rate/euler.wgsl; inputs (frames x spread x stride), drive and state (networks x vectors x stride). */
export function euler(shape: EulerShape, clock: Uint32Array, _tables: Uint32Array, inputs: Floats, drive: Floats, state: Floats): void {
  const { networks, vectors, stride, units, share, noise } = shape;
  const step = clock[StepClock.step];
  for (let row = 0; row < networks * vectors; row++) {
    const network = Math.floor(row / vectors);
    const input = row % vectors === 0 ? inputRow(shape, network, step, inputs) : undefined;
    const x = state.subarray(row * stride, (row + 1) * stride);
    pushRow(x, x, drive.subarray(row * stride, (row + 1) * stride), input, share, x);
    if (input && noise !== 0) addNoise(shape, network, step, units, x);
  }
}
