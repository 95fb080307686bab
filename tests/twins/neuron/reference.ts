/**
 * Float64 references that share no formula with the models: linear neurons by the matrix exponential of their differential
 * equations, the others by Runge-Kutta with tiny steps.
 */

type Matrix = readonly (readonly number[])[];

const multiply = (a: Matrix, b: Matrix): number[][] => a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

/** exp(M) by Taylor series with scaling and squaring. */
export function expm(m: Matrix): number[][] {
  const squarings = 10;
  const small = m.map((row) => row.map((x) => x / 2 ** squarings));
  const identity = m.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  let term: number[][] = identity;
  let sum: number[][] = identity;
  for (let n = 1; n < 20; n++) {
    term = multiply(term, small).map((row) => row.map((x) => x / n));
    sum = sum.map((row, i) => row.map((x, j) => x + term[i][j]));
  }
  for (let k = 0; k < squarings; k++) sum = multiply(sum, sum);
  return sum;
}

export interface LinearNeuron {
  readonly E_L: number;
  readonly C_m: number;
  readonly tau_m: number;
  readonly V_th: number;
  readonly V_reset: number;
  readonly t_ref: number;
  readonly I_e: number;
  readonly tau_syn_ex: number;
  readonly tau_syn_in: number;
}

export interface Reference {
  readonly spikes: number[];
  readonly V: Float64Array;
}

/**
 * A leaky integrate-and-fire neuron with alpha currents, exponential currents (an arrival goes to I itself) or jumps of V.
 * State: dI_ex, I_ex, dI_in, I_in, V, 1.
 */
export function linearNeuron(
  kind: "alpha" | "exp" | "delta",
  p: LinearNeuron,
  dt: number,
  arrivals: Float64Array,
  current: (step: number) => number,
): Reference {
  const propagate = (I: number): number[][] =>
    expm(
      [
        [-1 / p.tau_syn_ex, 0, 0, 0, 0, 0],
        [1, -1 / p.tau_syn_ex, 0, 0, 0, 0],
        [0, 0, -1 / p.tau_syn_in, 0, 0, 0],
        [0, 0, 1, -1 / p.tau_syn_in, 0, 0],
        [0, 1 / p.C_m, 0, 1 / p.C_m, -1 / p.tau_m, p.E_L / p.tau_m + (p.I_e + I) / p.C_m],
        [0, 0, 0, 0, 0, 0],
      ].map((row) => row.map((x) => x * dt)),
    );
  const byCurrent = new Map<number, number[][]>();
  let y = [0, 0, 0, 0, p.E_L, 1];
  let held = 0;
  const spikes: number[] = [];
  const V = new Float64Array(arrivals.length);
  for (let k = 0; k < arrivals.length; k++) {
    const I = current(k);
    const P = byCurrent.get(I) ?? propagate(I);
    byCurrent.set(I, P);
    const next = P.map((row) => row.reduce((sum, x, j) => sum + x * y[j], 0));
    if (held > 0) next[4] = y[4];
    y = next;
    const w = arrivals[k];
    const [place, tau] = w > 0 ? [0, p.tau_syn_ex] : [2, p.tau_syn_in];
    if (kind === "alpha") y[place] += (w * Math.E) / tau;
    else if (kind === "exp") y[place + 1] += w;
    else if (held === 0) y[4] += w;
    if (held > 0) held--;
    else if (y[4] >= p.V_th) {
      spikes.push(k);
      y[4] = p.V_reset;
      held = Math.round(p.t_ref / dt);
    }
    V[k] = y[4];
  }
  return { spikes, V };
}

export type Slope = (y: Float64Array, into: Float64Array) => void;

/** Advances y by `h` with classical Runge-Kutta. */
export function rungeKutta(slope: Slope, y: Float64Array, h: number): void {
  const n = y.length;
  const k = [0, 1, 2, 3].map(() => new Float64Array(n));
  const at = new Float64Array(n);
  slope(y, k[0]);
  for (let stage = 1; stage < 4; stage++) {
    const c = stage === 3 ? h : h / 2;
    for (let i = 0; i < n; i++) at[i] = y[i] + c * k[stage - 1][i];
    slope(at, k[stage]);
  }
  for (let i = 0; i < n; i++) y[i] += (h / 6) * (k[0][i] + 2 * k[1][i] + 2 * k[2][i] + k[3][i]);
}
