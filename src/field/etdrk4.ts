import { realBins } from "../spectral/bins.ts";
import { ETD_WORDS, Etd } from "../twins/lib/etdrk4.ts";

/** Points on a circle around L dt, of which the upper half counts. */
const POINTS = 32;
/** Growth of a mode in one step that counts as rounding. */
const SLACK = 1e-9;

/** The modes of u_t = L u - (u^2 / 2)_x on a period, k = 0 ... n / 2. */
export interface Modes {
  /** L of a wave number, 1 / time. */
  readonly linear: (k: number) => number;
  readonly size: number;
  /** Period. */
  readonly length: number;
}

/** Wave number of a mode. */
const waveNumber = (mode: number, length: number) => (2 * Math.PI * mode) / length;

/** Modes that are kept: below a third of the points, so that none of a product folds back onto them (the 2/3 rule). */
export function keptModes(size: number): number {
  return Math.floor((size - 1) / 3) + 1;
}

/**
 * Coefficients of ETDRK4 (Cox and Matthews 2002), `ETD_WORDS` a mode, by means over a circle in the complex plane, which cancel nothing
 * (Kassam and Trefethen 2005, section 4).
 */
export function etdrk4Coefficients({ linear, size, length }: Modes, dt: number): Float64Array {
  const modes = realBins(size);
  const coefficients = new Float64Array(ETD_WORDS * modes);
  // Modes that are cut off: nothing is left of them.
  for (let mode = keptModes(size); mode < modes; mode++) coefficients.fill(-1, ETD_WORDS * mode, ETD_WORDS * mode + Etd.q);
  for (let mode = 0; mode < keptModes(size); mode++) {
    const k = waveNumber(mode, length);
    const at = ETD_WORDS * mode;
    coefficients.set(weights(linear(k) * dt, dt), at);
    coefficients[at + Etd.g] = -k / 2;
    coefficients[at + Etd.mask] = 1;
  }
  return coefficients;
}

/** exp(x) - 1, exp(x / 2) - 1, q, f1, f2, f3 for x = L dt. */
function weights(x: number, dt: number): number[] {
  let [q, f1, f2, f3] = [0, 0, 0, 0];
  for (let m = 0; m < POINTS; m++) {
    const angle = (Math.PI * (m + 0.5)) / POINTS;
    const z: Complex = [x + Math.cos(angle), Math.sin(angle)];
    const [e, cube] = [exp(z), times(z, times(z, z))];
    const square = times(z, z);
    const over = (a: Complex, b: Complex) => divide(plus(a, times(e, b)), cube)[0];
    q += divide(plus(exp([z[0] / 2, z[1] / 2]), [-1, 0]), z)[0];
    f1 += over([-4 - z[0], -z[1]], [4 - 3 * z[0] + square[0], -3 * z[1] + square[1]]);
    f2 += over([2 + z[0], z[1]], [-2 + z[0], z[1]]);
    f3 += over([-4 - 3 * z[0] - square[0], -3 * z[1] - square[1]], [4 - z[0], -z[1]]);
  }
  const mean = dt / POINTS;
  return [Math.expm1(x), Math.expm1(x / 2), mean * q, mean * f1, mean * f2, mean * f3];
}

/**
 * The largest time step at which no damped mode grows while u passes at `speed` (von Neumann's analysis of u_t = L u - speed u_x);
 * infinite where any will do.
 */
export function stableStep(modes: Modes, speed: number): number {
  const stable = (dt: number) => largestGrowth(modes, speed, dt) <= 1 + SLACK;
  // What advection alone would allow the fastest mode: below it any method of this kind is stable.
  let low = 1 / (speed * waveNumber(keptModes(modes.size), modes.length));
  if (!Number.isFinite(low) || !stable(low)) return low;
  let high = 2 * low;
  while (stable(high)) {
    if (high > 1e6 * low) return Number.POSITIVE_INFINITY;
    [low, high] = [high, 2 * high];
  }
  while (high - low > 1e-3 * low) {
    const middle = (low + high) / 2;
    if (stable(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function largestGrowth({ linear, size, length }: Modes, speed: number, dt: number): number {
  let most = 0;
  for (let mode = 1; mode < keptModes(size); mode++) {
    const k = waveNumber(mode, length);
    const l = linear(k);
    // Modes that the equation itself lets grow say nothing about the step.
    if (l > 0) continue;
    most = Math.max(most, growth(l * dt, -speed * k, dt));
  }
  return most;
}

/** |v after a step / v| of v' = L v + i n v. */
function growth(x: number, n: number, dt: number): number {
  const [whole, half, q, f1, f2, f3] = weights(x, dt);
  const slope = (v: Complex): Complex => [-n * v[1], n * v[0]];
  const stage = (base: Complex, push: Complex): Complex => [base[0] + half * base[0] + q * push[0], base[1] + half * base[1] + q * push[1]];
  const start: Complex = [1, 0];
  const first = slope(start);
  const a = stage(start, first);
  const second = slope(a);
  const third = slope(stage(start, second));
  const last = slope(stage(a, [2 * third[0] - first[0], 2 * third[1] - first[1]]));
  const end = [0, 1].map((c) => start[c] + whole * start[c] + f1 * first[c] + 2 * f2 * (second[c] + third[c]) + f3 * last[c]);
  return Math.hypot(end[0], end[1]);
}

type Complex = readonly [number, number];

const plus = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const exp = ([re, im]: Complex): Complex => [Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im)];
function divide(a: Complex, b: Complex): Complex {
  const size = b[0] * b[0] + b[1] * b[1];
  return [(a[0] * b[0] + a[1] * b[1]) / size, (a[1] * b[0] - a[0] * b[1]) / size];
}
