import { type BatchPart, Clock, placeOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface GatherFieldsShape extends BatchPart {
  readonly places: number;
  /** Of the fields. */
  readonly channels: number;
  /** Coordinates of a place; 0: none. */
  readonly axes: number;
}

/** Twin of shaders/dense/gather_fields.wgsl; fields (examples x places x channels), grid (places x axes), outputs (batch x places x both). */
export function gather_fields(
  shape: GatherFieldsShape,
  clock: Uint32Array,
  order: Uint32Array,
  fields: Floats,
  grid: Floats,
  outputs: Floats,
): void {
  const { batch, places, channels, axes } = shape;
  let to = 0;
  for (let b = 0; b < batch; b++) {
    const place = placeOf(clock, shape, b);
    const known = place < clock[Clock.examples];
    const example = known ? order[place] : 0;
    for (let p = 0; p < places; p++) {
      const at = (example * places + p) * channels;
      for (let c = 0; c < channels; c++) outputs[to++] = known ? fields[at + c] : 0;
      for (let axis = 0; axis < axes; axis++) outputs[to++] = grid[p * axes + axis];
    }
  }
}
