import type { Floats } from "../lib/floats.ts";

export interface ReframeShape {
  readonly batch: number;
  readonly channels: number;
  /** Points of the old grid along up to three axes, the slowest first; 1 for those that are not there. */
  readonly from_0: number;
  readonly from_1: number;
  readonly from_2: number;
  /** Points of the new grid: an even number more or fewer. */
  readonly to_0: number;
  readonly to_1: number;
  readonly to_2: number;
}

/** Twin of shaders/dense/reframe.wgsl; inputs (batch x old places x channels), outputs (batch x new places x channels). */
export function reframe(shape: ReframeShape, inputs: Floats, outputs: Floats): void {
  const { batch, channels, from_0, from_1, from_2, to_0, to_1, to_2 } = shape;
  outputs.fill(0, 0, batch * to_0 * to_1 * to_2 * channels);
  const [up, left, back] = [(to_0 - from_0) / 2, (to_1 - from_1) / 2, (to_2 - from_2) / 2];
  const [first, end] = [Math.max(0, -back), Math.min(from_2, to_2 - back)];
  for (let b = 0; b < batch; b++) {
    for (let x = Math.max(0, -up); x < Math.min(from_0, to_0 - up); x++) {
      for (let y = Math.max(0, -left); y < Math.min(from_1, to_1 - left); y++) {
        const from = ((b * from_0 + x) * from_1 + y) * from_2;
        const to = ((b * to_0 + x + up) * to_1 + y + left) * to_2 + back;
        outputs.set(inputs.subarray((from + first) * channels, (from + end) * channels), (to + first) * channels);
      }
    }
  }
}
