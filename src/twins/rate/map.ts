import type { Floats } from "../lib/floats.ts";
import { addNoise, type InputShape, inputRow, type NoiseShape, signalRow, tangentRow } from "../lib/rate.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface MapShape extends InputShape, NoiseShape {
  readonly networks: number;
  /** Rows of a network: its state, then its tangents. */
  readonly vectors: number;
  readonly units: number;
  /** Of phi. */
  readonly kind: number;
}

/** Twin of shaders/rate/map.wgsl; inputs (frames x spread x stride), drive and state (networks x vectors x stride). */
export function map(shape: MapShape, clock: Uint32Array, _tables: Uint32Array, inputs: Floats, drive: Floats, state: Floats): void {
  const { networks, vectors, stride, units, kind, noise } = shape;
  const step = clock[StepClock.step];
  for (let network = 0; network < networks; network++) {
    const of = (values: Floats, vector: number) => {
      const at = (network * vectors + vector) * stride;
      return values.subarray(at, at + stride);
    };
    let input = inputRow(shape, network, step, inputs);
    if (noise !== 0) {
      input = input.slice();
      addNoise(shape, network, step, units, input);
    }
    const x = of(state, 0);
    const sum = of(drive, 0);
    signalRow(kind, sum, input, 1, x);
    // What is behind the units stays 0, whatever phi(0) is.
    x.fill(0, units);
    for (let vector = 1; vector < vectors; vector++) {
      const v = of(state, vector);
      tangentRow(kind, sum, of(drive, vector), input, 1, v);
      v.fill(0, units);
    }
  }
}
