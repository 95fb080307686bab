import type { ResolvedNetwork, ResolvedPopulation } from "../network/resolved.ts";
import { realise } from "../network/values.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import type { Named } from "../twins/neuron/model.ts";
import { ALL, CHUNK, Descriptor, Instance, WORKGROUP } from "../twins/neuron/tables.ts";
import { floatBits } from "./float-bits.ts";
import { Growing } from "./growing.ts";
import { addInputs, addSteady, padded } from "./inputs.ts";
import { sameVariant, type Variant } from "./weave.ts";

/** From so many neurons on a GPU has threads enough, and each serves several neurons that share the loads of their population's numbers. */
const SHARING = 2 ** 19;
const SHARED = 4;

/** A state trace as the kernels take it. */
export interface TraceLayout {
  readonly population: number;
  readonly field: number;
  readonly every: number;
  readonly neurons: Uint32Array | undefined;
  /** Columns: neurons recorded. */
  readonly columns: number;
  /** First place in `traces`. */
  readonly at: number;
}

/** A network of those that a plan holds side by side, each for itself; mostly there is one. */
export interface Part {
  readonly network: ResolvedNetwork;
  /** Weight quanta per unit of each population. */
  readonly scales: Float64Array;
  readonly traces: readonly TraceLayout[];
  readonly frames: readonly FrameLayout[];
}

/** The buffers that describe populations and inputs, and the initial state. */
export interface Layout {
  readonly variants: readonly Variant[];
  readonly tables: Uint32Array;
  readonly normalAt: number;
  readonly workgroups: number;
  /** Neurons a thread of the update kernel serves. */
  readonly perThread: number;
  readonly params: Float32Array;
  readonly state: Float32Array;
  /** Offset in `state` of each population's fields: [population][field]. */
  readonly stateBases: readonly (readonly number[])[];
  readonly cursors: Uint32Array;
  /** Place in `cursors` of the currents of each drive of each field. */
  readonly currents: readonly (readonly number[])[];
  /** The person's parameters of each population. */
  readonly realised: readonly Readonly<Record<string, number | Float64Array>>[];
}

/** The person's parameters of one population, realised: one number or one a neuron, constant input currents added to I_e. */
export function realisedParams(network: ResolvedNetwork, p: number): Record<string, number | Float64Array> {
  const population = network.populations[p];
  const key = keyOf(network.seed);
  const params: Record<string, number | Float64Array> = {};
  Object.keys(population.model.parameters).forEach((name, k) => {
    params[name] = realise(population.params[name], population.size, key, valueStream(p, k));
  });
  network.inputs.forEach((input, k) => {
    if (input.kind !== "current" || input.target !== p) return;
    params.I_e = sum(params.I_e, realise(input.amplitude, population.size, key, streamOf(Stream.inputValues, k)));
  });
  return params;
}

/** Stream of one of a population's numbers: its parameters in the model's order, then its variables. */
function valueStream(population: number, which: number): number {
  return streamOf(Stream.values, (population << 8) | which);
}

function sum(a: number | Float64Array, b: number | Float64Array): number | Float64Array {
  if (typeof a === "number" && typeof b === "number") return a + b;
  const long = (typeof a === "number" ? b : a) as Float64Array;
  return long.map((_, i) => (typeof a === "number" ? a : a[i]) + (typeof b === "number" ? b : b[i]));
}

/** Parameters of neuron `i`. */
function named(params: Readonly<Record<string, number | Float64Array>>, i: number): Named {
  const one: Record<string, number> = {};
  for (const [name, value] of Object.entries(params)) one[name] = typeof value === "number" ? value : value[i];
  return one;
}

/**
 * Lays out tables, parameters and initial state of networks, whose populations follow each other.
 * @param stride steps between two deliveries of the resident kernel: the layout is for that one
 */
export function layOut(parts: readonly Part[], stride?: number): Layout {
  const neurons = parts.reduce((sum, { network }) => sum + network.neurons, 0);
  const perThread = stride === undefined && neurons >= SHARING ? SHARED : 1;
  const draft = new Draft(parts, stride === undefined ? perThread * WORKGROUP : CHUNK, stride);
  for (const part of parts) draft.add(part);
  return { ...draft.done(stride !== undefined), perThread };
}

/** A layout while parts are added to it. */
class Draft {
  private readonly variants: Variant[] = [];
  private readonly tables = new Growing(new Uint32Array(1024));
  private readonly params: number[] = [];
  private readonly cursors: number[] = [];
  private readonly currents: number[][] = [];
  private readonly state: Float32Array;
  private readonly stateBases: number[][] = [];
  private readonly realised: Record<string, number | Float64Array>[] = [];
  private readonly descriptors: number[] = [];
  private readonly workgroups: number;
  private readonly normalAt: number;
  private group = 0;
  private neuron = 0;
  private nextState = 0;

  /** @param span neurons of a workgroup or chunk */
  constructor(
    parts: readonly Part[],
    private readonly span: number,
    stride: number | undefined,
  ) {
    const groupsOf = ({ network }: Part) => network.populations.reduce((sum, { size }) => sum + Math.ceil(size / span), 0);
    const groups = parts.map(groupsOf);
    this.workgroups = groups.reduce((a, b) => a + b, 0);
    this.tables.append(new Uint32Array(2 * this.workgroups));
    if (stride !== undefined) this.tables.append(instances(parts, groups, stride));
    // Before all that a change of parameters or inputs can make longer: `struct Run` keeps this place for good.
    this.normalAt = this.tables.append(normalTable as unknown as ArrayLike<number>);
    const sizes = parts.flatMap(({ network }) => network.populations.map(({ size, model }) => size * model.stateFields.length));
    this.state = new Float32Array(sizes.reduce((a, b) => a + b, 0));
  }

  add(part: Part): void {
    part.network.populations.forEach((_, p) => {
      this.population(part, p);
    });
    this.neuron += part.network.neurons;
  }

  private population({ network, scales, traces }: Part, p: number): void {
    const { tables, cursors, variants } = this;
    const population = network.populations[p];
    const at = tables.append(new Uint32Array(Descriptor.words));
    this.descriptors.push(at);
    const words = tables.view;
    for (let start = 0; start < population.size; start += this.span, this.group++) {
      words[2 * this.group] = at;
      words[2 * this.group + 1] = start;
    }
    const bases = population.model.stateFields.map((_, f) => this.nextState + f * population.size);
    this.nextState += bases.length * population.size;
    this.stateBases.push(bases);
    const realised = realisedParams(network, p);
    this.realised.push(realised);
    const fields = addParams(this.params, population, realised, network.dt);
    const inputs = addInputs(tables, cursors, network, p, scales[p]);
    const steady = addSteady(tables, cursors, network, p, this.currents);
    const traced = addTraces(
      tables,
      population,
      traces.filter((trace) => trace.population === p),
    );
    const has = { inputs: inputs.inputCount > 0, steady: steady.steadyCount > 0, traces: traced.traceCount > 0 };
    const [seedLow, seedHigh] = keyOf(network.seed);
    setDescriptor(tables.view, at, {
      variant: variantOf(variants, { model: population.model, arrays: fields.arrays, ...has }),
      count: population.size,
      first: this.neuron + population.first,
      population: this.stateBases.length - 1,
      params: fields.at,
      state: bases[0],
      quantum: floatBits(1 / scales[p]),
      seedLow,
      seedHigh,
      ...inputs,
      ...steady,
      ...traced,
    });
    fillState(this.state, bases, network, p, realised);
  }

  /** @param folded parameters go behind the tables, into the same words */
  done(folded: boolean): Omit<Layout, "perThread"> {
    const { variants, workgroups, normalAt, state, stateBases, realised, tables, currents } = this;
    let params = Float32Array.from(this.params);
    if (folded) {
      const at = tables.append(new Uint32Array(params.buffer));
      const { view } = tables;
      for (const d of this.descriptors) view[d + Descriptor.params] += at;
    }
    const words = tables.view.slice();
    if (folded) params = new Float32Array(words.buffer);
    const cursors = Uint32Array.from(this.cursors);
    return { variants, tables: words, normalAt, workgroups, params, state, stateBases, cursors, currents, realised };
  }
}

/** Their number and their words: see `Instance`. */
function instances(parts: readonly Part[], groups: readonly number[], stride: number): Uint32Array {
  const words = new Uint32Array(1 + Instance.words * parts.length);
  words[0] = parts.length;
  let first = 0;
  let chunk = 0;
  parts.forEach(({ network }, k) => {
    const at = 1 + Instance.words * k;
    words[at + Instance.first] = first;
    words[at + Instance.size] = network.neurons;
    words[at + Instance.chunk] = chunk;
    words[at + Instance.chunkEnd] = chunk + groups[k];
    words[at + Instance.stride] = stride;
    first += network.neurons;
    chunk += groups[k];
  });
  return words;
}

function setDescriptor(tables: Uint32Array, at: number, values: Readonly<Record<Exclude<keyof typeof Descriptor, "words">, number>>): void {
  for (const [name, value] of Object.entries(values)) tables[at + Descriptor[name as keyof typeof Descriptor]] = value;
}

/** Appends the derived fields to `params`: where they begin, and which have one value a neuron. */
function addParams(
  params: number[],
  population: ResolvedPopulation,
  realised: Readonly<Record<string, number | Float64Array>>,
  dt: number,
): { at: number; arrays: boolean[] } {
  const { model, size } = population;
  const scalar = Object.values(realised).every((value) => typeof value === "number");
  const derived = Array.from({ length: scalar ? 1 : size }, (_, i) => model.derive(named(realised, i), dt));
  const at = params.length;
  const arrays = model.paramFields.map((field) => {
    const array = derived.some((d) => d[field] !== derived[0][field]);
    for (const d of array ? derived : derived.slice(0, 1)) params.push(d[field]);
    return array;
  });
  return { at, arrays };
}

function variantOf(variants: Variant[], wanted: Variant): number {
  const known = variants.findIndex((variant) => sameVariant(variant, wanted));
  return known >= 0 ? known : variants.push(wanted) - 1;
}

function fillState(
  state: Float32Array,
  bases: readonly number[],
  network: ResolvedNetwork,
  p: number,
  realised: Readonly<Record<string, number | Float64Array>>,
): void {
  const { model, size, initial } = network.populations[p];
  const count = Object.keys(model.parameters).length;
  const constant = Object.values(realised).every((value) => typeof value === "number") ? named(realised, 0) : undefined;
  Object.entries(model.variables).forEach(([name, variable], k) => {
    const given = name in initial ? realise(initial[name], size, keyOf(network.seed), valueStream(p, count + k)) : undefined;
    const base = bases[model.stateFields.indexOf(variable.field)];
    for (let i = 0; i < size; i++) {
      const params = constant ?? named(realised, i);
      const value = given === undefined ? variable.initial(params) : typeof given === "number" ? given : given[i];
      state[base + i] = value - (variable.plus ? params[variable.plus] : 0);
    }
  });
}

function addTraces(
  tables: Growing<Uint32Array>,
  population: ResolvedPopulation,
  traces: readonly TraceLayout[],
): { traces: number; traceCount: number } {
  const entries = traces.map((trace) => {
    let map = ALL;
    if (trace.neurons) {
      const columns = new Uint32Array(population.size).fill(ALL);
      trace.neurons.forEach((neuron, column) => {
        columns[neuron] = column;
      });
      map = tables.append(columns);
    }
    return padded([trace.field, trace.every, map, trace.columns, trace.at]);
  });
  return { traces: tables.append(entries.flat()), traceCount: entries.length };
}
/** Frames of a field as the kernels take them. */

export interface FrameLayout {
  readonly field: number;
  readonly variable: string;
  /** Steps between two. */
  readonly every: number;
  /** Grid points. */
  readonly columns: number;
  /** First place in `traces`. */
  readonly at: number;
}
