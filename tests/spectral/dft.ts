/** The discrete Fourier transform by its definition, in float64: what the fast ones are held against. */

/** Interleaved complex numbers. */
export type Complex = Float64Array;

const tables = new Map<string, Complex>();

/** exp(-2 pi i m step / n) for every m below `count`. */
function circle(n: number, count: number, step: number): Complex {
  const name = `${n} ${count} ${step}`;
  const known = tables.get(name);
  if (known) return known;
  const table = new Float64Array(2 * count);
  for (let m = 0; m < count; m++) {
    table[2 * m] = Math.cos((2 * Math.PI * m * step) / n);
    table[2 * m + 1] = -Math.sin((2 * Math.PI * m * step) / n);
  }
  tables.set(name, table);
  return table;
}

/** The bins asked for (all of them by default) of a complex line. The circle is kept in two levels: one table of a long line fits no cache. */
export function dft(line: ArrayLike<number>, bins = Array.from({ length: line.length / 2 }, (_, k) => k)): Complex {
  const n = line.length / 2;
  const fine = circle(n, 1024, 1);
  const coarse = circle(n, Math.ceil(n / 1024), 1024);
  const out = new Float64Array(2 * bins.length);
  bins.forEach((k, at) => {
    let re = 0;
    let im = 0;
    for (let j = 0, m = 0; j < n; j++) {
      const a = 2 * (m & 1023);
      const b = 2 * (m >> 10);
      const c = fine[a] * coarse[b] - fine[a + 1] * coarse[b + 1];
      const s = fine[a] * coarse[b + 1] + fine[a + 1] * coarse[b];
      re += line[2 * j] * c - line[2 * j + 1] * s;
      im += line[2 * j] * s + line[2 * j + 1] * c;
      m += k;
      if (m >= n) m -= n;
    }
    out[2 * at] = re;
    out[2 * at + 1] = im;
  });
  return out;
}

/** Along every axis of complex (batch x ...sizes x inner). */
export function dftAxes(data: ArrayLike<number>, sizes: readonly number[], inner = 1): Complex {
  let values = Float64Array.from(data);
  let stride = inner;
  for (const n of sizes.toReversed()) {
    const next = new Float64Array(values.length);
    for (let first = 0; first < values.length / 2; first++) {
      if (Math.floor(first / stride) % n !== 0) continue;
      const line = new Float64Array(2 * n);
      for (let j = 0; j < n; j++) line.set(values.subarray(2 * (first + j * stride), 2 * (first + j * stride) + 2), 2 * j);
      const bins = dft(line);
      for (let j = 0; j < n; j++) next.set(bins.subarray(2 * j, 2 * j + 2), 2 * (first + j * stride));
    }
    values = next;
    stride *= n;
  }
  return values;
}

/** Real numbers as complex ones. */
export function complexOf(real: ArrayLike<number>): Complex {
  const out = new Float64Array(2 * real.length);
  for (let j = 0; j < real.length; j++) out[2 * j] = real[j];
  return out;
}

/** The first half of the bins along the last axis of a spectrum (.. x n x inner). */
export function halfOf(spectrum: Complex, n: number, inner = 1): Complex {
  const bins = Math.floor(n / 2) + 1;
  const lines = spectrum.length / 2 / inner / n;
  const out = new Float64Array(2 * lines * bins * inner);
  for (let line = 0; line < lines; line++) {
    const at = 2 * line * n * inner;
    out.set(spectrum.subarray(at, at + 2 * bins * inner), 2 * line * bins * inner);
  }
  return out;
}

/** |got - expected| / |expected|, both as vectors. NaN counts as infinitely wrong. */
export function error(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let wrong = 0;
  let all = 0;
  for (let i = 0; i < expected.length; i++) {
    wrong += (got[i] - expected[i]) ** 2;
    all += expected[i] ** 2;
  }
  const ratio = Math.sqrt(wrong / all);
  return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
}

/** Numbers from -1 to 1 of a small generator (mulberry32), as float32. */
export function numbers(length: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}
