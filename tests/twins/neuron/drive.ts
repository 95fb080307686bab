import type { NeuronModel, PopulationStep } from "../../../src/twins/neuron/model.ts";

/** A number for every neuron, or one each. */
export type PerNeuron = number | readonly number[];

export interface Drive {
  readonly count?: number;
  readonly dt: number;
  readonly steps: number;
  /** Parameters, the rest at their defaults. */
  readonly params?: Readonly<Record<string, PerNeuron>>;
  readonly initial?: Readonly<Record<string, PerNeuron>>;
  /** Sends weights (signed, as a person gives them) to neurons; called before each step with the step that is to come. */
  readonly arrivals?: (step: number, send: (neuron: number, weight: number) => void) => void;
  /** pA into each neuron in each step. */
  readonly current?: (step: number, neuron: number) => number;
  /** Called after each step with the neurons that spiked in it. */
  readonly after?: (step: number, fired: number[]) => void;
  /** Variables to record at the end of each step, in the person's units. */
  readonly record?: readonly string[];
  /** What one unit of the integer arrivals stands for. */
  readonly quantum?: number;
}

export interface Driven {
  /** Steps at which each neuron spiked. */
  readonly spikes: number[][];
  /** `trace.V_m[neuron][step]` */
  readonly trace: Record<string, Float64Array[]>;
  readonly state: readonly Float32Array[];
}

export const at = (x: PerNeuron, i: number): number => (typeof x === "number" ? x : x[i]);

/** Parameters of neuron `i` with the model's defaults. */
export function parametersOf(model: NeuronModel, params: Drive["params"] = {}, i = 0): Record<string, number> {
  const all = Object.entries(model.parameters).map(([name, { default: value }]) => [name, at(params[name] ?? value, i)]);
  for (const name of Object.keys(params)) if (!(name in model.parameters)) throw new Error(`${model.name} has no ${name}`);
  return Object.fromEntries(all);
}

/** The population as the twins see it: a field that is the same for all neurons takes one slot, the others one each. */
function population(model: NeuronModel, o: Drive, count: number): PopulationStep {
  const scalar = Object.values(o.params ?? {}).every((x) => typeof x === "number");
  const each = Array.from({ length: count }, (_, i) => parametersOf(model, o.params, i));
  const derived = each.map((p) => model.derive(p, o.dt));
  const values: number[] = [];
  const paramBase: number[] = [];
  const paramMask: number[] = [];
  for (const name of model.paramFields) {
    const column = derived.map((d) => d[name]);
    const same = scalar || column.every((x) => x === column[0]);
    paramBase.push(values.length);
    paramMask.push(same ? 0 : -1);
    values.push(...(same ? column.slice(0, 1) : column));
  }
  const state = model.stateFields.map(() => new Float32Array(count));
  for (const [name, { initial, field, plus }] of Object.entries(model.variables)) {
    const into = state[model.stateFields.indexOf(field)];
    each.forEach((p, i) => {
      into[i] = at(o.initial?.[name] ?? initial(p), i) - (plus ? p[plus] : 0);
    });
  }
  return {
    count,
    uniform: scalar,
    params: Float32Array.from(values),
    paramBase,
    paramMask,
    state,
    arrivals: model.receptors.map(() => new Int32Array(count)),
    quantum: model.receptors.map(() => o.quantum ?? 2 ** -16),
    drive: new Float32Array(count),
    driven: true,
    fired: new Uint32Array(count),
  };
}

/** Runs a model's twin alone. */
export function drive(model: NeuronModel, o: Drive): Driven {
  const count = o.count ?? 1;
  const s = population(model, o, count);
  const twin = model.twin;
  if (!twin) throw new Error(`${model.name} has no twin`);
  const last = model.receptors.length - 1;
  const send = (neuron: number, weight: number): void => {
    const q = weight < 0 ? last : 0;
    const size = model.magnitude ? Math.abs(weight) : weight;
    s.arrivals[q][neuron] += Math.round(size / s.quantum[q]);
  };
  const spikes: number[][] = Array.from({ length: count }, () => []);
  const recorded = (o.record ?? []).map((name) => {
    const { field, plus } = model.variables[name];
    const offsets = Array.from({ length: count }, (_, i) => (plus ? parametersOf(model, o.params, i)[plus] : 0));
    const from = s.state[model.stateFields.indexOf(field)];
    return { name, from, offsets, to: offsets.map(() => new Float64Array(o.steps)) };
  });
  for (let step = 0; step < o.steps; step++) {
    for (const a of s.arrivals) a.fill(0);
    o.arrivals?.(step, send);
    if (o.current) for (let i = 0; i < count; i++) s.drive[i] = o.current(step, i);
    const fired = twin(s);
    for (let k = 0; k < fired; k++) spikes[s.fired[k]].push(step);
    o.after?.(step, [...s.fired.subarray(0, fired)]);
    for (const { from, offsets, to } of recorded) for (let i = 0; i < count; i++) to[i][step] = from[i] + offsets[i];
  }
  return { spikes, state: s.state, trace: Object.fromEntries(recorded.map(({ name, to }) => [name, to])) };
}

/** Uniform numbers in [0, 1), the same on every run (mulberry32). */
export function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A train of arrivals: in each step, with probability `p`, one of weight `weight()` rounded to a multiple of 2^-16. */
export function train(steps: number, p: number, seed: number, weight: (u: number) => number): Float64Array {
  const next = random(seed);
  return Float64Array.from({ length: steps }, () => (next() < p ? Math.round(weight(next()) * 65536) / 65536 : 0));
}

/** The largest difference of two traces over the steps that `where` takes. */
export function largest(a: ArrayLike<number>, b: ArrayLike<number>, where: (step: number) => boolean = () => true): number {
  let worst = 0;
  for (let k = 0; k < a.length; k++) if (where(k)) worst = Math.max(worst, Math.abs(a[k] - b[k]));
  return worst;
}
