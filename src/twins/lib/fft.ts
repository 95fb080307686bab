/**
 * Transforms of one line of any smooth length in float64, for the CPU: X[k] = sum x[j] exp(-2 pi i j k / n), Stockham's order with radices 4,
 * 2, 3, 5 and 7. Other radices, other order and other tables than shaders/lib/fft.wgsl, so that one holds the other to account.
 */
import { begin4, STEPS, type Step, turnOf } from "./fft-steps.ts";

/** Transforms of `length` points, `width` of them side by side: fill `input`, call `run`, read what it returns. */
interface Line {
  /** (length x width), real and imaginary parts interleaved. */
  readonly input: Float64Array;
  /** Transforms `input`, which is used up. */
  run(): Float64Array;
}

const lines: Map<number, Line>[] = [];

/** The transforms of so many points; calls share their arrays. @param length a product of 2, 3, 5 and 7 */
export function lineOf(length: number, width = 1): Line {
  lines[width] ??= new Map();
  const known = lines[width].get(length) ?? makeLine(length, width);
  lines[width].set(length, known);
  return known;
}

const turns = new Map<number, Float64Array>();

/** exp(-2 pi i m / n) for m from 0 to n, interleaved. */
export function turnsOf(n: number): Float64Array {
  const known = turns.get(n);
  if (known) return known;
  const made = new Float64Array(2 * n + 2);
  for (let m = 0; m <= n; m++) made.set(turnOf(m, n), 2 * m);
  turns.set(n, made);
  return made;
}

function makeLine(length: number, width: number): Line {
  const a = new Float64Array(2 * length * width);
  const b = new Float64Array(2 * length * width);
  const steps: { readonly step: Step; readonly stride: number; readonly w: Float64Array }[] = [];
  let stride = 1;
  for (const radix of radicesOf(length)) {
    steps.push({ step: radix === 4 && stride === 1 ? begin4 : STEPS[radix], stride: stride * width, w: twiddles(radix, stride, width) });
    stride *= radix;
  }
  const run = () => {
    let from = a;
    let to = b;
    for (const { step, stride, w } of steps) {
      step(from, to, length * width, stride, w);
      [from, to] = [to, from];
    }
    return from;
  };
  return { input: a, run };
}

function radicesOf(length: number): number[] {
  const radices: number[] = [];
  let left = length;
  for (const radix of [4, 2, 3, 5, 7]) for (; left % radix === 0; left /= radix) radices.push(radix);
  return radices;
}

/** For each place k below `stride`, for each of `width`: the turns of points 1 to radix - 1. */
function twiddles(radix: number, stride: number, width: number): Float64Array {
  const w = new Float64Array(2 * (radix - 1) * stride * width);
  let at = 0;
  for (let k = 0; k < stride * width; k++)
    for (let r = 1; r < radix; r++) {
      w.set(turnOf(r * Math.floor(k / width), radix * stride), at);
      at += 2;
    }
  return w;
}
