/**
 * Transforms of one line of any smooth length in float64, for the CPU: X[k] = sum x[j] exp(-2 pi i j k / n), Stockham's order with radices 4,
 * 2, 3, 5 and 7. Other radices, other order and other tables than shaders/lib/fft.wgsl, so that one holds the other to account.
 */

/** One radix of a line: `from` -> `to`, both interleaved. */
type Step = (from: Float64Array, to: Float64Array, n: number, stride: number, w: Float64Array) => void;

/** A transform of `length` points: fill `input`, call `run`, read what it returns. */
export interface Line {
  /** Interleaved real and imaginary parts. */
  readonly input: Float64Array;
  /** Transforms `input`, which is used up. */
  run(): Float64Array;
}

const lines = new Map<number, Line>();

/** The transform of so many points; calls share its arrays. @param length a product of 2, 3, 5 and 7 */
export function lineOf(length: number): Line {
  const known = lines.get(length) ?? makeLine(length);
  lines.set(length, known);
  return known;
}

/** exp(-2 pi i m / n) */
export function turnOf(m: number, n: number): [number, number] {
  const angle = (-2 * Math.PI * (m % n)) / n;
  return [Math.cos(angle), Math.sin(angle)];
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

function makeLine(length: number): Line {
  const a = new Float64Array(2 * length);
  const b = new Float64Array(2 * length);
  const steps: { readonly step: Step; readonly stride: number; readonly w: Float64Array }[] = [];
  let stride = 1;
  for (const radix of radicesOf(length)) {
    steps.push({ step: STEPS[radix], stride, w: twiddles(radix, stride) });
    stride *= radix;
  }
  const run = () => {
    let from = a;
    let to = b;
    for (const { step, stride, w } of steps) {
      step(from, to, length, stride, w);
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

/** For each place k below `stride`: the turns of points 1 to radix - 1. */
function twiddles(radix: number, stride: number): Float64Array {
  const w = new Float64Array(2 * (radix - 1) * stride);
  let at = 0;
  for (let k = 0; k < stride; k++)
    for (let r = 1; r < radix; r++) {
      [w[at], w[at + 1]] = turnOf(r * k, radix * stride);
      at += 2;
    }
  return w;
}

// In all of them j = b stride + k goes over the points below n / radix; point r of a butterfly is r n / radix behind, its results go to
// b radix stride + k, stride apart. Indices count numbers, not points.

function step2(from: Float64Array, to: Float64Array, n: number, stride: number, w: Float64Array): void {
  const s = 2 * stride;
  let at = 0;
  for (let j = 0, k = 0; j < n; j += 2) {
    const wr = w[k];
    const wi = w[k + 1];
    const br = from[j + n];
    const bi = from[j + n + 1];
    const cr = br * wr - bi * wi;
    const ci = br * wi + bi * wr;
    const ar = from[j];
    const ai = from[j + 1];
    const o = at + k;
    to[o] = ar + cr;
    to[o + 1] = ai + ci;
    to[o + s] = ar - cr;
    to[o + s + 1] = ai - ci;
    k += 2;
    if (k === s) {
      k = 0;
      at += 2 * s;
    }
  }
}

function step4(from: Float64Array, to: Float64Array, n: number, stride: number, w: Float64Array): void {
  const s = 2 * stride;
  const q = n / 2;
  let at = 0;
  for (let j = 0, k = 0; j < q; j += 2) {
    const v = 3 * k;
    const w1r = w[v];
    const w1i = w[v + 1];
    const w2r = w[v + 2];
    const w2i = w[v + 3];
    const w3r = w[v + 4];
    const w3i = w[v + 5];
    const ar = from[j];
    const ai = from[j + 1];
    const xr = from[j + q];
    const xi = from[j + q + 1];
    const yr = from[j + 2 * q];
    const yi = from[j + 2 * q + 1];
    const zr = from[j + 3 * q];
    const zi = from[j + 3 * q + 1];
    const br = xr * w1r - xi * w1i;
    const bi = xr * w1i + xi * w1r;
    const cr = yr * w2r - yi * w2i;
    const ci = yr * w2i + yi * w2r;
    const dr = zr * w3r - zi * w3i;
    const di = zr * w3i + zi * w3r;
    const er = ar + cr;
    const ei = ai + ci;
    const fr = ar - cr;
    const fi = ai - ci;
    const gr = br + dr;
    const gi = bi + di;
    // -i (b - d)
    const hr = bi - di;
    const hi = dr - br;
    const o = at + k;
    to[o] = er + gr;
    to[o + 1] = ei + gi;
    to[o + s] = fr + hr;
    to[o + s + 1] = fi + hi;
    to[o + 2 * s] = er - gr;
    to[o + 2 * s + 1] = ei - gi;
    to[o + 3 * s] = fr - hr;
    to[o + 3 * s + 1] = fi - hi;
    k += 2;
    if (k === s) {
      k = 0;
      at += 4 * s;
    }
  }
}

/** Cosines (first) or sines of -2 pi a b / radix for a and b of 1 to half of it. */
function circle(radix: number, part: 0 | 1): Float64Array {
  const pairs = (radix - 1) / 2;
  return Float64Array.from({ length: pairs ** 2 }, (_, i) => turnOf((Math.floor(i / pairs) + 1) * ((i % pairs) + 1), radix)[part]);
}

/** A step of an odd radix: a sum for each pair of points, real and imaginary. */
function oddStep(radix: number): Step {
  const pairs = (radix - 1) / 2;
  const cosines = circle(radix, 0);
  const sines = circle(radix, 1);
  // Sums and differences of the points r and radix - r.
  const pr = new Float64Array(pairs);
  const pi = new Float64Array(pairs);
  const qr = new Float64Array(pairs);
  const qi = new Float64Array(pairs);
  return (from, to, n, stride, w) => {
    const s = 2 * stride;
    const q = (2 * n) / radix;
    let at = 0;
    for (let j = 0, k = 0; j < q; j += 2) {
      const v = (radix - 1) * k;
      const ar = from[j];
      const ai = from[j + 1];
      let sumr = ar;
      let sumi = ai;
      for (let r = 0; r < pairs; r++) {
        const x = j + (r + 1) * q;
        const y = j + (radix - 1 - r) * q;
        const wx = v + 2 * r;
        const wy = v + 2 * (radix - 2 - r);
        const xr = from[x] * w[wx] - from[x + 1] * w[wx + 1];
        const xi = from[x] * w[wx + 1] + from[x + 1] * w[wx];
        const yr = from[y] * w[wy] - from[y + 1] * w[wy + 1];
        const yi = from[y] * w[wy + 1] + from[y + 1] * w[wy];
        pr[r] = xr + yr;
        pi[r] = xi + yi;
        qr[r] = xr - yr;
        qi[r] = xi - yi;
        sumr += pr[r];
        sumi += pi[r];
      }
      const o = at + k;
      to[o] = sumr;
      to[o + 1] = sumi;
      for (let t = 0; t < pairs; t++) {
        let mr = ar;
        let mi = ai;
        let nr = 0;
        let ni = 0;
        for (let r = 0; r < pairs; r++) {
          const c = cosines[t * pairs + r];
          const d = sines[t * pairs + r];
          mr += c * pr[r];
          mi += c * pi[r];
          nr -= d * qi[r];
          ni += d * qr[r];
        }
        const up = o + (t + 1) * s;
        const down = o + (radix - 1 - t) * s;
        to[up] = mr + nr;
        to[up + 1] = mi + ni;
        to[down] = mr - nr;
        to[down + 1] = mi - ni;
      }
      k += 2;
      if (k === s) {
        k = 0;
        at += radix * s;
      }
    }
  };
}

const STEPS: Readonly<Record<number, Step>> = { 2: step2, 3: oddStep(3), 4: step4, 5: oddStep(5), 7: oddStep(7) };
