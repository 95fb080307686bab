import { lineOf, turnOf } from "../lib/fft.ts";
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

/** Turns of a pass in float64, for places k of out_stride / inner: (k x points x 2). */
const rotations = new WeakMap<FftPassShape, Float64Array>();

/** Twin of shaders/spectral/fft_pass.wgsl. The kernel's tables are not looked at: the twin has its own, in float64. */
export function fftPass(
  shape: FftPassShape,
  input: Floats,
  _twiddles: Floats,
  _rotations: Floats,
  _order: Uint32Array,
  output: Floats,
): void {
  const { lines, points, in_stride, out_stride, inner, swapped, scale } = shape;
  const line = lineOf(points);
  const from = line.input;
  const turns = rotations.get(shape) ?? turnsOf(shape);
  const turned = out_stride > inner;
  for (let p = 0; p < lines; p++) {
    const x = p % in_stride;
    let at = 2 * ((p - x) * points + x) + swapped;
    const other = 1 - 2 * swapped;
    for (let r = 0; r < points; r++, at += 2 * in_stride) {
      from[2 * r] = input[at];
      from[2 * r + 1] = input[at + other];
    }
    const y = p % out_stride;
    if (turned) turn(from, turns, 2 * points * Math.floor(y / inner));
    const to = line.run();
    let out = 2 * ((p - y) * points + y) + swapped;
    for (let s = 0; s < points; s++, out += 2 * out_stride) {
      output[out] = scale * to[2 * s];
      output[out + other] = scale * to[2 * s + 1];
    }
  }
}

function turn(values: Float64Array, turns: Float64Array, at: number): void {
  for (let i = 0; i < values.length; i += 2) {
    const re = values[i];
    const im = values[i + 1];
    const c = turns[at + i];
    const s = turns[at + i + 1];
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
