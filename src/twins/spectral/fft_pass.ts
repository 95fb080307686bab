import { lineOf } from "../lib/fft.ts";
import { turnOf } from "../lib/fft-steps.ts";
import type { Floats } from "../lib/floats.ts";

/** A pass of complex transforms; see shaders/spectral/fft_pass.wgsl. */
export interface FftPassShape {
  /** Transforms, and points of each. */
  readonly lines: number;
  readonly points: number;
  /** Complex elements from one input (result) of a transform to the next. */
  readonly in_stride: number;
  readonly out_stride: number;
  /** Values side by side that do not belong to the transformed axis. */
  readonly inner: number;
  /** 1: real and imaginary parts are exchanged before and after: the inverse transform. */
  readonly swapped: number;
  readonly scale: number;
}

/** Neighbouring transforms that are computed side by side where their points lie apart: a cache line holds several of them. */
const WIDE = 4;

/** Turns of a pass in float64, for places k of out_stride / inner: (k x points x 2). */
const rotations = new WeakMap<FftPassShape, Float64Array>();

/** Twin of shaders/spectral/fft_pass.wgsl. The kernel's tables are not looked at: the twin has its own, in float64. */
export function fft_pass(
  shape: FftPassShape,
  input: Floats,
  _twiddles: Floats,
  _rotations: Floats,
  _order: Uint32Array,
  output: Floats,
): void {
  const { lines, points, in_stride, out_stride, inner } = shape;
  const width = in_stride % WIDE === 0 ? WIDE : 1;
  const line = lineOf(points, width);
  const turns = out_stride > inner ? (rotations.get(shape) ?? turnsOf(shape)) : undefined;
  const together = out_stride % width === 0;
  for (let p = 0; p < lines; p += width) {
    gather(shape, p, width, input, line.input);
    if (turns) for (let x = 0; x < width; x++) turn(line.input, turns, 2 * points * Math.floor(((p + x) % out_stride) / inner), x, width);
    const results = line.run();
    if (together) scatter(shape, p, 0, width, width, results, output);
    else for (let x = 0; x < width; x++) scatter(shape, p + x, x, 1, width, results, output);
  }
}

/** Brings the points of `width` transforms from the p-th on. */
function gather({ points, in_stride, swapped }: FftPassShape, p: number, width: number, input: Floats, to: Float64Array): void {
  const place = p % in_stride;
  const re = swapped;
  const im = 1 - swapped;
  const skip = 2 * (in_stride - width);
  let at = 2 * ((p - place) * points + place);
  if (width === 1) {
    for (let out = 0; out < to.length; out += 2, at += 2 * in_stride) {
      to[out] = input[at + re];
      to[out + 1] = input[at + im];
    }
    return;
  }
  for (let out = 0; out < to.length; at += skip) {
    for (const row = out + 2 * width; out < row; out += 2, at += 2) {
      to[out] = input[at + re];
      to[out + 1] = input[at + im];
    }
  }
}

/** Stores the results of `count` transforms from the p-th on; they are those from the x-th on of `width` computed together. */
function scatter(shape: FftPassShape, p: number, x: number, count: number, width: number, from: Float64Array, output: Floats): void {
  const { points, out_stride, swapped, scale } = shape;
  const place = p % out_stride;
  const re = swapped;
  const im = 1 - swapped;
  const skip = 2 * (out_stride - count);
  let out = 2 * ((p - place) * points + place);
  if (count === 1) {
    for (let at = 2 * x; at < from.length; at += 2 * width, out += 2 * out_stride) {
      output[out + re] = scale * from[at];
      output[out + im] = scale * from[at + 1];
    }
    return;
  }
  for (let at = 0; at < from.length; out += skip) {
    for (const row = at + 2 * count; at < row; at += 2, out += 2) {
      output[out + re] = scale * from[at];
      output[out + im] = scale * from[at + 1];
    }
  }
}

/** Turns the points of the x-th of `width` transforms. */
function turn(values: Float64Array, turns: Float64Array, first: number, x: number, width: number): void {
  for (let i = 2 * x, at = first; i < values.length; i += 2 * width, at += 2) {
    const re = values[i];
    const im = values[i + 1];
    const c = turns[at];
    const s = turns[at + 1];
    values[i] = re * c - im * s;
    values[i + 1] = re * s + im * c;
  }
}

function turnsOf(shape: FftPassShape): Float64Array {
  const { points, out_stride, inner } = shape;
  const places = out_stride / inner;
  const turns = new Float64Array(2 * points * places);
  for (let k = 0; k < places; k++)
    for (let r = 0; r < points; r++) {
      const [c, s] = turnOf(r * k, points * places);
      turns[2 * (k * points + r)] = c;
      turns[2 * (k * points + r) + 1] = s;
    }
  rotations.set(shape, turns);
  return turns;
}
