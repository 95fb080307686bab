import { type BatchPart, Clock, placeOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface GatherSequencesShape extends BatchPart {
  readonly steps: number;
  readonly features: number;
  /** What times are multiplied by. */
  readonly time_scale: number;
}

/** Twin of shaders/cell/gather_sequences.wgsl. */
export function gather_sequences(
  shape: GatherSequencesShape,
  clock: Uint32Array,
  order: Uint32Array,
  lengths: Uint32Array,
  values: Floats,
  times: Floats,
  inputs: Floats,
  elapsed: Floats,
  live: Floats,
): void {
  const { steps, features, batch, time_scale } = shape;
  for (let b = 0; b < batch; b++) {
    const place = placeOf(clock, shape, b);
    const example = place < clock[Clock.examples] ? order[place] : -1;
    const length = example < 0 ? 0 : lengths[example];
    for (let t = 0; t < steps; t++) {
      const row = t * batch + b;
      const from = example * steps + t;
      const going = t < length;
      live[row] = going ? 1 : 0;
      elapsed[row] = going ? time_scale * times[from] : 0;
      for (let k = 0; k < features; k++) inputs[row * features + k] = going ? values[from * features + k] : 0;
    }
  }
}
