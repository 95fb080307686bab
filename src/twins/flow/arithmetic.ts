import type { Floats } from "../lib/floats.ts";
import { normalQ26 } from "../lib/normal.ts";
import { philox4x32 } from "../lib/philox.ts";
import { oracleOf } from "./compiled.ts";
import type { FlowForm, FlowOracle, Vector } from "./flow.ts";

/** a + h b */
export const axpy = (a: Vector, h: number, b: Vector): number[] => a.map((x, k) => x + h * b[k]);
export const scaled = (a: Vector, h: number): number[] => a.map((x) => h * x);
export const sum = (a: Vector, b: Vector): number[] => a.map((x, k) => x + b[k]);
export const times = (a: Vector, b: Vector): number[] => a.map((x, k) => x * b[k]);
export const finite = (a: Vector): boolean => a.every(Number.isFinite);

/** Sum of coefficients times vectors. */
export function combined(...terms: readonly (readonly [number, Vector])[]): number[] {
  return terms[0][1].map((_, k) => terms.reduce((total, [c, v]) => total + c * v[k], 0));
}

/** The numbers of one system: state, and tangent vectors behind it. */
export class Whole {
  readonly size: number;
  readonly dimension: number;
  readonly oracle: FlowOracle;

  constructor(private readonly form: FlowForm) {
    this.dimension = form.flow.variables.length;
    this.size = this.dimension * (1 + form.tangents);
    this.oracle = oracleOf(form.flow.oracle, form.flow.name);
  }

  slope(p: Vector, w: Vector, t: number): number[] {
    const { dimension, oracle } = this;
    const s = w.slice(0, dimension);
    const out = oracle.derivative(p, s, t, s);
    const tangent = this.form.tangents > 0 ? oracleOf(oracle.tangent, "tangent") : undefined;
    for (let j = 1; tangent && j <= this.form.tangents; j++) out.push(...tangent(p, s, w.slice(j * dimension, (j + 1) * dimension), t));
    return out;
  }
}

/** Row by row: value v of system i at v stride + i. */
export function column(rows: ArrayLike<number>, stride: number, i: number, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => rows[(from + k) * stride + i]);
}

export function putColumn(rows: { [n: number]: number }, stride: number, i: number, from: number, values: Vector): void {
  for (let k = 0; k < values.length; k++) rows[(from + k) * stride + i] = values[k];
}

/** Puts a frame of system i: the kept variables of its state. */
export function keep({ kept: places }: FlowForm, s: Vector, i: number, slot: number, kept: Floats, stride: number): void {
  for (const [k, v] of places.entries()) kept[(slot * places.length + k) * stride + i] = s[v];
}

/** What increments of Brownian motion are drawn by. */
export interface NoiseShape {
  readonly parts: number;
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
  readonly dt: number;
}

const words = new Int32Array(4);

/** Increments of all variables over a step. */
export function increments(shape: NoiseShape, i: number, step: number, dimension: number): number[] {
  const { parts, key0, key1, stream, dt } = shape;
  const totals = new Array<number>(dimension).fill(0);
  for (let part = 0; part < parts; part++) {
    for (let quad = 0; 4 * quad < dimension; quad++) {
      philox4x32(key0, key1, quad, i, stream, step * parts + part, words);
      for (let k = 4 * quad; k < Math.min(dimension, 4 * quad + 4); k++) totals[k] += normalQ26(words[k & 3]) / 2 ** 26;
    }
  }
  return scaled(totals, Math.sqrt(dt / parts));
}
