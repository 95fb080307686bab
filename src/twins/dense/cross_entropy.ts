import { type BatchPart, Clock, placeOf, validOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface CrossEntropyShape extends BatchPart {
  /** Of the outputs. */
  readonly steps: number;
  readonly classes: number;
  /** What the sum over time is multiplied by. */
  readonly gain: number;
}

/** Twin of shaders/dense/cross_entropy.wgsl; outputs and their gradient (steps x batch x classes), losses (whole). */
export function cross_entropy(
  shape: CrossEntropyShape,
  clock: Uint32Array,
  order: Uint32Array,
  labels: Uint32Array,
  outputs: Floats,
  gradOutputs: Floats,
  losses: Floats,
): void {
  const { steps, batch, classes, whole, first, gain } = shape;
  const logits = new Float64Array(classes);
  for (let b = 0; b < batch; b++) {
    const place = placeOf(clock, shape, b);
    const known = place < clock[Clock.examples];
    const label = known ? labels[order[place]] : 0;
    logits.fill(0);
    for (let t = 0; t < steps; t++) for (let c = 0; c < classes; c++) logits[c] += gain * outputs[(t * batch + b) * classes + c];
    const most = logits.reduce((a, value) => Math.max(a, value), Number.NEGATIVE_INFINITY);
    const sum = logits.reduce((total, value) => total + Math.exp(value - most), 0);
    losses[first + b] = known ? most + Math.log(sum) - logits[label] : 0;
    const share = known ? gain / validOf(clock, whole) : 0;
    for (let c = 0; c < classes; c++) {
      const grad = share * (Math.exp(logits[c] - most) / sum - (c === label ? 1 : 0));
      for (let t = 0; t < steps; t++) gradOutputs[(t * batch + b) * classes + c] = grad;
    }
  }
}
