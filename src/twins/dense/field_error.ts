import { type BatchPart, Clock, placeOf, validOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

/** Added to a target's norm (neuraloperator's LpLoss). */
const EPS = 1e-8;

export interface FieldErrorShape extends BatchPart {
  readonly places: number;
  readonly channels: number;
  /** 1: the loss is the mean square; 0: the relative norm. */
  readonly squared: number;
}

/**
 * Twin of shaders/dense/field_error.wgsl; targets (examples x places x channels), scales (channels x 2), outputs and their gradient (batch x
 * places x channels), losses and relative norms (whole).
 */
export function field_error(
  shape: FieldErrorShape,
  clock: Uint32Array,
  order: Uint32Array,
  targets: Floats,
  scales: Floats,
  outputs: Floats,
  gradOutputs: Floats,
  losses: Floats,
  relatives: Floats,
): void {
  const { batch, places, channels, whole, first, squared } = shape;
  const count = places * channels;
  for (let b = 0; b < batch; b++) {
    const place = placeOf(clock, shape, b);
    const known = place < clock[Clock.examples];
    const wanted = count * (known ? order[place] : 0);
    const own = count * b;
    const errorOf = (i: number) => scales[2 * (i % channels)] * outputs[own + i] + scales[2 * (i % channels) + 1] - targets[wanted + i];
    let squares = 0;
    let length = 0;
    for (let i = 0; i < count; i++) {
      squares += errorOf(i) ** 2;
      length += targets[wanted + i] ** 2;
    }
    const norm = Math.sqrt(length) + EPS;
    const relative = Math.sqrt(squares) / norm;
    const examples = validOf(clock, whole);
    // At an error of 0 the norm has no gradient.
    const steep = squared ? 2 / count : squares > 0 ? 1 / (Math.sqrt(squares) * norm) : 0;
    const slope = known ? steep / examples : 0;
    for (let i = 0; i < count; i++) gradOutputs[own + i] = slope * errorOf(i) * scales[2 * (i % channels)];
    losses[first + b] = known ? (squared ? squares / count : relative) : 0;
    relatives[first + b] = known ? relative : 0;
  }
}
