/** p-values with fixed formulas: tests compare them with a fixed alpha, over fixed seeds. */

/** ln Gamma(x) for x > 0 (Lanczos, 9 terms). */
export function logGamma(x: number): number {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  let sum = c[0];
  for (let i = 1; i < 9; i++) sum += c[i] / (x - 1 + i);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Upper regularised incomplete gamma function Q(a, x). */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10000 && term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let fraction = 0;
  for (let n = 2000; n >= 1; n--) fraction = (n * (n - a)) / (x + 2 * n + 1 - a - fraction);
  return front / (x + 1 - a - fraction);
}

/** p-value of counts against expected counts; neighbouring cells are joined until each expects at least 5. */
export function chiSquare(observed: ArrayLike<number>, expected: ArrayLike<number>, constraints = 1): number {
  const cells: [number, number][] = [];
  let o = 0;
  let e = 0;
  for (let i = 0; i < expected.length; i++) {
    o += observed[i] ?? 0;
    e += expected[i];
    if (e < 5) continue;
    cells.push([o, e]);
    o = e = 0;
  }
  const last = cells[cells.length - 1];
  last[0] += o;
  last[1] += e;
  const x = cells.reduce((sum, [seen, wanted]) => sum + (seen - wanted) ** 2 / wanted, 0);
  return upperGamma((cells.length - constraints) / 2, x / 2);
}

/** p-value of a sample against a continuous distribution function (Kolmogorov and Smirnov, Stephens' correction). */
export function kolmogorovSmirnov(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let d = 0;
  sorted.forEach((x, i) => {
    const c = cdf(x);
    d = Math.max(d, c - i / n, (i + 1) / n - c);
  });
  const lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * d;
  if (lambda < 0.2) return 1;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, p));
}

/** Standard normal distribution function. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z < 0 ? tail : 1 - tail;
}

/** Probabilities of a Poisson count of 0 to `most`. */
export function poissonPmf(mean: number, most: number): Float64Array {
  return Float64Array.from({ length: most + 1 }, (_, k) => Math.exp(k * Math.log(mean) - mean - logGamma(k + 1)));
}

/** Probabilities of a binomial count of 0 to `n`. */
export function binomialPmf(n: number, p: number): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, k) =>
    Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p)),
  );
}

export function momentsOf(values: ArrayLike<number>): { mean: number; variance: number; skew: number; kurtosis: number } {
  const list = Float64Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  const central = (power: number) => list.reduce((a, b) => a + (b - mean) ** power, 0) / list.length;
  const variance = central(2);
  return { mean, variance, skew: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}
