/** Piecewise-linear recurrent networks as data: what there is to choose, which weights they have, how these begin. */

import { type Dice, layerDice } from "../learn/dice.ts";
import { need, needWhole } from "../learn/needs.ts";
import type { StateDict } from "../learn/state-dict.ts";
import { refuseOthers } from "../network/names.ts";

/** What both have. The first `observed` units are the observations. */
interface Common {
  /** Units, 1 to 512. */
  readonly units: number;
  /** Of these, observed: 1 to `units`. */
  readonly observed: number;
}

/**
 * An almost-linear RNN: z' = A z + W f(z) + h with a diagonal A, where f leaves the units as they are but the last `rectified`, of which it takes
 * the positive part (Brenner, Hemmer, Monfared and Durstewitz 2024, NeurIPS 37, eq. 3).
 */
export interface AlRnnSpec extends Common {
  readonly cell: "al_rnn";
  /** Rectified units, 0 to `units`: the last ones. */
  readonly rectified: number;
}

/**
 * A shallow piecewise-linear RNN: z' = A z + W1 (relu(W2 z + h2) - relu(W2 z)) + h1 with a diagonal A; without the second rectifier where it is
 * not clipped (Hess, Monfared, Brenner and Durstewitz 2023, ICML, eqs. 2 and 3).
 */
export interface ShallowPlrnnSpec extends Common {
  readonly cell: "shallow_plrnn";
  /** Hidden units, 1 to 2,048. */
  readonly hidden: number;
  /** Default true: states then stay bounded where all |A| are below 1. */
  readonly clipped?: boolean;
}

export type PlrnnSpec = AlRnnSpec | ShallowPlrnnSpec;

const MOST_UNITS = 512;
const MOST_HIDDEN = 2048;

/** @param place for messages, such as "model" @throws InputError for an unknown cell, an unknown key, a number out of its range */
export function checkPlrnn(spec: PlrnnSpec, place = "model"): void {
  need(typeof spec === "object" && spec !== null, place, spec, "an object: cell, units, observed ...");
  need(["al_rnn", "shallow_plrnn"].includes(spec.cell), `${place}.cell`, spec.cell, "one of al_rnn, shallow_plrnn");
  const own = spec.cell === "al_rnn" ? ["rectified"] : ["hidden", "clipped"];
  refuseOthers(place, spec, ["cell", "units", "observed", ...own]);
  needWhole(`${place}.units`, spec.units, 1, MOST_UNITS);
  needWhole(`${place}.observed`, spec.observed, 1, spec.units, ": the observed units are the first of all");
  if (spec.cell === "al_rnn") needWhole(`${place}.rectified`, spec.rectified, 0, spec.units, ": the last of all units");
  else {
    needWhole(`${place}.hidden`, spec.hidden, 1, MOST_HIDDEN);
    need(spec.clipped === undefined || typeof spec.clipped === "boolean", `${place}.clipped`, spec.clipped, "true or false");
  }
}

/**
 * The weights of a network and their shapes, by the papers' names; L (units - observed x observed) makes the first states of the units that are
 * not observed from the first observation, and is there where there are such units.
 */
export function plrnnShapes(spec: PlrnnSpec): Readonly<Record<string, readonly number[]>> {
  const { units, observed } = spec;
  const first: Record<string, readonly number[]> = observed < units ? { L: [units - observed, observed] } : {};
  if (spec.cell === "al_rnn") return { A: [units], W: [units, units], h: [units], ...first };
  const { hidden } = spec;
  return { A: [units], W1: [units, hidden], W2: [hidden, units], h1: [units], h2: [hidden], ...first };
}

/**
 * First weights, as the authors draw them: A the diagonal of (R^T R / M + 1) over its largest eigenvalue, R normal; W normal of deviation 0.01;
 * W1, W2, L and the clipped cell's h2 uniform within one over the root of their rows' length; everything else 0.
 */
export function firstWeights(spec: PlrnnSpec, seed: number): StateDict {
  const dice = layerDice(seed, 0);
  const clipped = spec.cell === "shallow_plrnn" && (spec.clipped ?? true);
  const entries = Object.entries(plrnnShapes(spec)).map(([name, shape]) => {
    const length = shape.reduce((product, n) => product * n, 1);
    const bound = 1 / Math.sqrt(shape[shape.length - 1]);
    const zero = name === "h" || name === "h1" || (name === "h2" && !clipped);
    const data =
      name === "A"
        ? firstDiagonal(spec.units, dice)
        : name === "W"
          ? dice.normals(length, 0.01)
          : zero
            ? new Float32Array(length)
            : dice.uniforms(length, bound);
    return [name, { shape, data }] as const;
  });
  return Object.fromEntries(entries);
}

/** The diagonal of K = R^T R / M + 1 over K's largest eigenvalue (Talathi and Vartak 2016). */
function firstDiagonal(units: number, dice: Dice): Float32Array {
  const r = dice.normals(units * units, 1);
  const k = Float64Array.from({ length: units * units }, (_, at) => {
    const [i, j] = [Math.floor(at / units), at % units];
    let sum = i === j ? units : 0;
    for (let m = 0; m < units; m++) sum += r[m * units + i] * r[m * units + j];
    return sum / units;
  });
  const largest = largestEigenvalue(k, units);
  return Float32Array.from({ length: units }, (_, i) => k[i * units + i] / largest);
}

/** Of a symmetric, positive definite matrix, by the power method. */
function largestEigenvalue(matrix: Float64Array, units: number): number {
  let v = new Float64Array(units).fill(1);
  let value = 0;
  for (let round = 0; round < 1000; round++) {
    const next = Float64Array.from(v, (_, i) => v.reduce((sum, x, j) => sum + matrix[i * units + j] * x, 0));
    const length = Math.hypot(...next);
    v = next.map((x) => x / length);
    if (Math.abs(length - value) <= 1e-12 * length) break;
    value = length;
  }
  return value;
}

/** @throws InputError for weights of other names or shapes than the network's, or that are not finite */
export function checkWeights(spec: PlrnnSpec, weights: StateDict): void {
  const shapes = plrnnShapes(spec);
  refuseOthers("weights", weights, Object.keys(shapes));
  for (const [name, shape] of Object.entries(shapes)) {
    const place = `weights.${name}`;
    const { shape: given, data } = weights[name] ?? {};
    need(data instanceof Float32Array, place, data, "a tensor with its elements in a Float32Array");
    const wanted = shape.join(" x ");
    const length = shape.reduce((product, n) => product * n, 1);
    const fits = given?.length === shape.length && shape.every((size, k) => given[k] === size) && data.length === length;
    need(fits, `${place}.shape`, given, `must be ${wanted}, with ${length} elements`);
    const wrong = data.findIndex((value) => !Number.isFinite(value));
    need(wrong < 0, `${place}[${wrong}]`, data[wrong], "must be finite");
  }
}
