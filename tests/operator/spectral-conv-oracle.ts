/** neuraloperator 2.0's SpectralConv step by step in float64, by the definition of the transform: no FFT, no products of matrices, no code of Galvani. */

/** Complex numbers of some shape, row by row. */
interface Complex {
  readonly shape: readonly number[];
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const product = (sizes: readonly number[]) => sizes.reduce((all, n) => all * n, 1);

function zeros(shape: readonly number[]): Complex {
  return { shape, re: new Float64Array(product(shape)), im: new Float64Array(product(shape)) };
}

/** Calls `line(first, step)` for every line along an axis. */
function lines(shape: readonly number[], axis: number, line: (first: number, step: number, index: number) => void): void {
  const step = product(shape.slice(axis + 1));
  const outer = product(shape.slice(0, axis));
  for (let o = 0; o < outer; o++) for (let i = 0; i < step; i++) line(o * step * shape[axis] + i, step, o * step + i);
}

const along = (shape: readonly number[], axis: number, n: number) => shape.map((size, d) => (d === axis ? n : size));

/** Sums of x exp(sign 2 pi i j k / n) along an axis of n points, `out` of them; x beyond what there is counts as 0, and x beyond n not at all. */
function dft(x: Complex, axis: number, sign: number, n: number, out: number): Complex {
  const result = zeros(along(x.shape, axis, out));
  const cos = Float64Array.from({ length: n }, (_, m) => Math.cos((2 * Math.PI * m) / n));
  const sin = Float64Array.from({ length: n }, (_, m) => sign * Math.sin((2 * Math.PI * m) / n));
  const there = Math.min(n, x.shape[axis]);
  lines(x.shape, axis, (first, step, index) => {
    const inner = step;
    const to = Math.floor(index / inner) * inner * out + (index % inner);
    for (let k = 0; k < out; k++) {
      let [re, im] = [0, 0];
      for (let j = 0; j < there; j++) {
        const m = (j * k) % n;
        const at = first + j * step;
        re += x.re[at] * cos[m] - x.im[at] * sin[m];
        im += x.re[at] * sin[m] + x.im[at] * cos[m];
      }
      result.re[to + k * step] = re;
      result.im[to + k * step] = im;
    }
  });
  return result;
}

/** result[i] = x[(i + by) mod n] along an axis. */
function rolled(x: Complex, axis: number, by: number): Complex {
  const result = zeros(x.shape);
  const n = x.shape[axis];
  lines(x.shape, axis, (first, step) => {
    for (let i = 0; i < n; i++) {
      const j = (i + by) % n;
      result.re[first + i * step] = x.re[first + j * step];
      result.im[first + i * step] = x.im[first + j * step];
    }
  });
  return result;
}

export interface OracleSpec {
  readonly n_modes: readonly number[];
  /** The weights' modes: the last axis counts frequencies. */
  readonly max: readonly number[];
  readonly outSizes: readonly number[];
  readonly separable?: boolean | undefined;
}

/**
 * @param x (batch x in x ...sizes)
 * @param weight (in x out x ...max x 2), or (in x ...max x 2)
 * @returns (batch x out x ...outSizes)
 */
export function oracle(
  spec: OracleSpec,
  shape: readonly number[],
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias?: ArrayLike<number>,
) {
  const [batch, inputs, ...sizes] = shape;
  const order = sizes.length;
  const outputs = bias ? bias.length : spec.separable ? inputs : weight.length / (2 * inputs * product(spec.max));
  let spectrum: Complex = { shape, re: Float64Array.from(x), im: new Float64Array(x.length) };
  const half = (n: number) => Math.floor(n / 2) + 1;
  spectrum = dft(spectrum, order + 1, -1, sizes[order - 1], half(sizes[order - 1]));
  for (let d = order - 2; d >= 0; d--) spectrum = dft(spectrum, d + 2, -1, sizes[d], sizes[d]);
  const scale = 1 / product(sizes);
  for (let d = 0; d < order - 1; d++) spectrum = rolled(spectrum, d + 2, Math.ceil(sizes[d] / 2));
  const bins = spectrum.shape.slice(2);
  const modes = spec.n_modes.map((m, d) => (d === order - 1 ? half(m) : m));
  const kept = modes.map((m, d) => Math.min(m, bins[d]));
  const starts = spec.max.map((max, d) => max - kept[d]);
  const changed = zeros([batch, outputs, ...bins]);
  // Every kept mode: where it is in the spectrum, and where in the weights.
  for (let k = 0; k < product(kept); k++) {
    let [rest, at, place, step, weightStep] = [k, 0, 0, 1, 1];
    for (let d = order - 1; d >= 0; d--) {
      const index = rest % kept[d];
      rest = Math.floor(rest / kept[d]);
      const last = d === order - 1;
      at += step * (last ? index : Math.floor(bins[d] / 2) - Math.floor(kept[d] / 2) + index);
      place += weightStep * (last ? index : Math.floor(starts[d] / 2) + index);
      step *= bins[d];
      weightStep *= spec.max[d];
    }
    for (let b = 0; b < batch; b++) {
      for (let o = 0; o < outputs; o++) {
        const to = (b * outputs + o) * step + at;
        for (let i = spec.separable ? o : 0; i < (spec.separable ? o + 1 : inputs); i++) {
          const pair = spec.separable ? i : i * outputs + o;
          const w = 2 * (pair * weightStep + place);
          const from = (b * inputs + i) * step + at;
          const [re, im] = [scale * spectrum.re[from], scale * spectrum.im[from]];
          changed.re[to] += re * weight[w] - im * weight[w + 1];
          changed.im[to] += re * weight[w + 1] + im * weight[w];
        }
      }
    }
  }
  let back: Complex = changed;
  for (let d = 0; d < order - 1; d++) back = rolled(back, d + 2, Math.floor(sizes[d] / 2));
  for (let d = 0; d < order - 1; d++) back = dft(back, d + 2, 1, spec.outSizes[d], spec.outSizes[d]);
  return realBack(back, spec.outSizes[order - 1], outputs, bias);
}

/** The inverse of the last axis: imaginary parts that real data cannot have are dropped. */
function realBack({ shape, re, im }: Complex, n: number, outputs: number, bias: ArrayLike<number> | undefined): Float64Array {
  const bins = shape[shape.length - 1];
  const rows = re.length / bins;
  const result = new Float64Array(rows * n);
  for (let row = 0; row < rows; row++) {
    const channel = Math.floor(row / product(shape.slice(2, -1))) % outputs;
    for (let j = 0; j < n; j++) {
      let sum = bias ? bias[channel] : 0;
      for (let k = 0; k < bins && 2 * k <= n; k++) {
        const angle = (2 * Math.PI * ((j * k) % n)) / n;
        const real = k === 0 || 2 * k === n || (n % 2 === 0 && k === bins - 1);
        const at = row * bins + k;
        sum += (k === 0 || 2 * k === n ? 1 : 2) * (re[at] * Math.cos(angle) - (real ? 0 : im[at] * Math.sin(angle)));
      }
      result[row * n + j] = sum;
    }
  }
  return result;
}
