import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

/** Rounds of the power method; here they end when the square changes by less than SETTLED of it. */
const ROUNDS = 32;
const SETTLED = 1e-7;

export interface JacobianNormsShape {
  readonly steps: number;
  readonly batch: number;
  readonly units: number;
  readonly hidden: number;
  readonly observed: number;
  /** In every so many-th batch alone. */
  readonly every: number;
  readonly clipped: number;
  readonly a_at: number;
  readonly w1_at: number;
  readonly w2_at: number;
  readonly h2_at: number;
}

/** Twin of shaders/cell/jacobian_norms.wgsl; signals ((steps + 1) x batch x observed), norms (steps x batch): logarithms. */
export function jacobian_norms(shape: JacobianNormsShape, clock: Uint32Array, parameters: Floats, signals: Floats, norms: Floats): void {
  const { steps, batch, units, observed, every } = shape;
  if ((clock[Clock.cursor] + 1) % every !== 0) return;
  const jacobian = new Float64Array(units * units);
  const normOf = norm(units, jacobian);
  for (let place = 0; place < steps * batch; place++) {
    fill(shape, parameters, signals, (place + batch) * observed, jacobian);
    norms[place] = 0.5 * Math.log(Math.max(normOf(), 1e-30));
  }
}

/** The Jacobian at the observation that begins at element `at`. */
function fill(shape: JacobianNormsShape, parameters: Floats, signals: Floats, at: number, jacobian: Float64Array): void {
  const { units, hidden, observed, clipped, a_at, w1_at, w2_at, h2_at } = shape;
  jacobian.fill(0);
  for (let i = 0; i < units; i++) jacobian[i * units + i] = parameters[a_at + i];
  for (let l = 0; l < hidden; l++) {
    const row = w2_at + l * units;
    let w = 0;
    for (let n = 0; n < observed; n++) w += parameters[row + n] * signals[at + n];
    const slope = (w + parameters[h2_at + l] > 0 ? 1 : 0) - (clipped !== 0 && w > 0 ? 1 : 0);
    if (slope === 0) continue;
    for (let i = 0; i < units; i++) {
      const factor = slope * parameters[w1_at + i * hidden + l];
      for (let j = 0; j < units; j++) jacobian[i * units + j] += factor * parameters[row + j];
    }
  }
}

/** Squares of the spectral norm of what `jacobian` holds at each call. */
function norm(units: number, jacobian: Float64Array): () => number {
  const [v, u] = [new Float64Array(units), new Float64Array(units)];
  return () => {
    for (let j = 0; j < units; j++) v[j] = 1 / (j + 1);
    let square = 0;
    for (let round = 0; round < ROUNDS; round++) {
      let [length, stretched] = [0, 0];
      for (let i = 0; i < units; i++) {
        let sum = 0;
        for (let j = 0; j < units; j++) sum += jacobian[i * units + j] * v[j];
        u[i] = sum;
        stretched += sum * sum;
        length += v[i] * v[i];
      }
      const before = square;
      square = stretched / Math.max(length, 1e-30);
      if (Math.abs(square - before) <= SETTLED * square) break;
      const scale = 1 / Math.max(Math.sqrt(stretched), 1e-15);
      for (let j = 0; j < units; j++) {
        let sum = 0;
        for (let i = 0; i < units; i++) sum += jacobian[i * units + j] * u[i];
        v[j] = sum * scale;
      }
    }
    return square;
  };
}
