import { type BatchPart, Clock, placeOf, validOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface SquaredErrorShape extends BatchPart {
  /** Of the outputs. */
  readonly steps: number;
  readonly classes: number;
  /** 1: of the sum over time; 0: of each step, added up. */
  readonly summed: number;
  /** What the label's class should have, and the others. */
  readonly on_target: number;
  readonly off_target: number;
  /** What the squares are multiplied by. */
  readonly gain: number;
}

/** Twin of shaders/dense/squared_error.wgsl; outputs and their gradient (steps x batch x classes), losses (whole). */
export function squared_error(
  shape: SquaredErrorShape,
  clock: Uint32Array,
  order: Uint32Array,
  labels: Uint32Array,
  outputs: Floats,
  gradOutputs: Floats,
  losses: Floats,
): void {
  const { steps, batch, classes, whole, first, summed, on_target, off_target, gain } = shape;
  const rows = summed ? 1 : steps;
  const together = steps / rows;
  for (let b = 0; b < batch; b++) {
    const place = placeOf(clock, shape, b);
    const known = place < clock[Clock.examples];
    const label = known ? labels[order[place]] : 0;
    const share = known ? (2 * gain) / validOf(clock, whole) : 0;
    let total = 0;
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < classes; c++) {
        let error = c === label ? -on_target : -off_target;
        for (let t = row; t < row + together; t++) error += outputs[(t * batch + b) * classes + c];
        for (let t = row; t < row + together; t++) gradOutputs[(t * batch + b) * classes + c] = share * error;
        total += error * error;
      }
    }
    losses[first + b] = known ? gain * total : 0;
  }
}
