import { InputError } from "../errors.ts";
import { own, perSystem } from "./check.ts";
import type { History } from "./spec.ts";

/** First tangent vectors, one after another: orthonormal, and in no direction that a flow might keep to itself. */
export function firstTangents(dimension: number, count: number): number[] {
  const vectors: number[][] = [];
  for (let j = 0; j < count; j++) {
    let v = Array.from({ length: dimension }, (_, d) => (d === j ? 1 : 0) + 0.3 * Math.sin(1 + d + dimension * j));
    for (const w of vectors) {
      const dot = v.reduce((total, x, d) => total + x * w[d], 0);
      v = v.map((x, d) => x - dot * w[d]);
    }
    const length = Math.hypot(...v);
    vectors.push(v.map((x) => x / length));
  }
  return vectors.flat();
}

/** Where a past lies, and how long it is. */
interface PastPlace {
  readonly variables: readonly string[];
  readonly systems: number;
  readonly stride: number;
  readonly lag: number;
  readonly dt: number;
  /** Which step of the ring is a delay ago. */
  readonly place: number;
}

/**
 * Writes what was before into the ring of a delay flow, at the steps and half-way between them, and its last values into the rows of the state.
 * @throws InputError for a variable without a past, and values that are no finite numbers
 */
export function fillPast(
  past: Float32Array,
  state: Float32Array,
  history: Readonly<Record<string, History>> = {},
  { variables, systems, stride, lag, dt, place }: PastPlace,
): Float32Array {
  for (const [v, name] of variables.entries()) {
    const given = own(history, name);
    const values = typeof given === "function" ? given : constant(perSystem(given, systems, `history.${name}`));
    for (let i = 0; i < stride; i++) {
      const system = Math.min(i, systems - 1);
      for (let k = 0; k < 2 * lag; k++) {
        const row = (k + 2 * place) % (2 * lag);
        past[(row * variables.length + v) * stride + i] = finite((0.5 * k - lag) * dt, system);
      }
      state[v * stride + i] = finite(0, system);
    }

    function finite(time: number, system: number): number {
      const value = values(time, system);
      if (typeof value !== "number" || !Number.isFinite(Math.fround(value)))
        throw new InputError(`history.${name}`, value, `must be a finite number at time ${time}, system ${system}`);
      return value;
    }
  }
  return past;
}

function constant(values: number | Float64Array): (time: number, system: number) => number {
  return typeof values === "number" ? () => values : (_, system) => values[system];
}
