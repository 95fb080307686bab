import { type BatchPart, Clock, placeOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface HitsShape extends BatchPart {
  /** Of the votes. */
  readonly steps: number;
  readonly classes: number;
}

/** Twin of shaders/dense/hits.wgsl; votes (steps x batch x classes), hits (whole). */
export function hits(shape: HitsShape, clock: Uint32Array, order: Uint32Array, labels: Uint32Array, votes: Floats, outHits: Floats): void {
  const { steps, batch, classes, first } = shape;
  const sums = new Float64Array(classes);
  for (let b = 0; b < batch; b++) {
    sums.fill(0);
    for (let t = 0; t < steps; t++) for (let c = 0; c < classes; c++) sums[c] += votes[(t * batch + b) * classes + c];
    let best = 0;
    for (let c = 1; c < classes; c++) if (sums[c] > sums[best]) best = c;
    const place = placeOf(clock, shape, b);
    outHits[first + b] = place < clock[Clock.examples] && labels[order[place]] === best ? 1 : 0;
  }
}
