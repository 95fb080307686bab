/** The radices of lines in float64: a step of Stockham's transform each. */

/** One radix of lines of n points in all: `from` -> `to`, both interleaved; `stride` is the product of the radices before. */
export type Step = (from: Float64Array, to: Float64Array, n: number, stride: number, w: Float64Array) => void;

/** exp(-2 pi i m / n) */
export function turnOf(m: number, n: number): [number, number] {
  const angle = (-2 * Math.PI * (m % n)) / n;
  return [Math.cos(angle), Math.sin(angle)];
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

/** The first of a line: nothing is turned. */
export function begin4(from: Float64Array, to: Float64Array, n: number, stride: number): void {
  const s = 2 * stride;
  const q = n / 2;
  let at = 0;
  for (let j = 0, k = 0; j < q; j += 2) {
    const er = from[j] + from[j + 2 * q];
    const ei = from[j + 1] + from[j + 2 * q + 1];
    const fr = from[j] - from[j + 2 * q];
    const fi = from[j + 1] - from[j + 2 * q + 1];
    const gr = from[j + q] + from[j + 3 * q];
    const gi = from[j + q + 1] + from[j + 3 * q + 1];
    const hr = from[j + q + 1] - from[j + 3 * q + 1];
    const hi = from[j + 3 * q] - from[j + q];
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

function step3(from: Float64Array, to: Float64Array, n: number, stride: number, w: Float64Array): void {
  const s = 2 * stride;
  const q = (2 * n) / 3;
  const sin = -Math.sqrt(0.75);
  let at = 0;
  for (let j = 0, k = 0; j < q; j += 2) {
    const v = 2 * k;
    const ar = from[j];
    const ai = from[j + 1];
    const xr = from[j + q];
    const xi = from[j + q + 1];
    const yr = from[j + 2 * q];
    const yi = from[j + 2 * q + 1];
    const br = xr * w[v] - xi * w[v + 1];
    const bi = xr * w[v + 1] + xi * w[v];
    const cr = yr * w[v + 2] - yi * w[v + 3];
    const ci = yr * w[v + 3] + yi * w[v + 2];
    const pr = br + cr;
    const pi = bi + ci;
    const nr = -sin * (bi - ci);
    const ni = sin * (br - cr);
    const mr = ar - 0.5 * pr;
    const mi = ai - 0.5 * pi;
    const o = at + k;
    to[o] = ar + pr;
    to[o + 1] = ai + pi;
    to[o + s] = mr + nr;
    to[o + s + 1] = mi + ni;
    to[o + 2 * s] = mr - nr;
    to[o + 2 * s + 1] = mi - ni;
    k += 2;
    if (k === s) {
      k = 0;
      at += 3 * s;
    }
  }
}

const [C1, S1] = turnOf(1, 5);
const [C2, S2] = turnOf(2, 5);

function step5(from: Float64Array, to: Float64Array, n: number, stride: number, w: Float64Array): void {
  const s = 2 * stride;
  const q = (2 * n) / 5;
  let at = 0;
  for (let j = 0, k = 0; j < q; j += 2) {
    const v = 4 * k;
    const ar = from[j];
    const ai = from[j + 1];
    const br = from[j + q] * w[v] - from[j + q + 1] * w[v + 1];
    const bi = from[j + q] * w[v + 1] + from[j + q + 1] * w[v];
    const cr = from[j + 2 * q] * w[v + 2] - from[j + 2 * q + 1] * w[v + 3];
    const ci = from[j + 2 * q] * w[v + 3] + from[j + 2 * q + 1] * w[v + 2];
    const dr = from[j + 3 * q] * w[v + 4] - from[j + 3 * q + 1] * w[v + 5];
    const di = from[j + 3 * q] * w[v + 5] + from[j + 3 * q + 1] * w[v + 4];
    const er = from[j + 4 * q] * w[v + 6] - from[j + 4 * q + 1] * w[v + 7];
    const ei = from[j + 4 * q] * w[v + 7] + from[j + 4 * q + 1] * w[v + 6];
    const m1r = ar + C1 * (br + er) + C2 * (cr + dr);
    const m1i = ai + C1 * (bi + ei) + C2 * (ci + di);
    const m2r = ar + C2 * (br + er) + C1 * (cr + dr);
    const m2i = ai + C2 * (bi + ei) + C1 * (ci + di);
    const n1r = -S1 * (bi - ei) - S2 * (ci - di);
    const n1i = S1 * (br - er) + S2 * (cr - dr);
    const n2r = -S2 * (bi - ei) + S1 * (ci - di);
    const n2i = S2 * (br - er) - S1 * (cr - dr);
    const o = at + k;
    to[o] = ar + br + er + cr + dr;
    to[o + 1] = ai + bi + ei + ci + di;
    to[o + s] = m1r + n1r;
    to[o + s + 1] = m1i + n1i;
    to[o + 2 * s] = m2r + n2r;
    to[o + 2 * s + 1] = m2i + n2i;
    to[o + 3 * s] = m2r - n2r;
    to[o + 3 * s + 1] = m2i - n2i;
    to[o + 4 * s] = m1r - n1r;
    to[o + 4 * s + 1] = m1i - n1i;
    k += 2;
    if (k === s) {
      k = 0;
      at += 5 * s;
    }
  }
}

/** Cosines (first) or sines of -2 pi a b / radix for a and b of 1 to half of it. */
function circle(radix: number, part: 0 | 1): Float64Array {
  const pairs = (radix - 1) / 2;
  return Float64Array.from({ length: pairs ** 2 }, (_, i) => turnOf((Math.floor(i / pairs) + 1) * ((i % pairs) + 1), radix)[part]);
}

/** A step of any odd radix: a sum for each pair of points, real and imaginary. */
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

export const STEPS: Readonly<Record<number, Step>> = { 2: step2, 3: step3, 4: step4, 5: step5, 7: oddStep(7) };
