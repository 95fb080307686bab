/** A population twice: on the compiled loop and on its twin, from the same random state, parameters, arrivals and drive. */
import type { NeuronModel, PopulationStep } from "../../../src/twins/neuron/model.ts";
import { fieldPlaces } from "../../../src/twins/neuron/tables.ts";
import { instantiate } from "../../../src/wasm/assembler/module.ts";
import { compileModel, type Run } from "../../../src/wasm/neuron/model.ts";
import { CompiledPopulation } from "../../../src/wasm/neuron/population.ts";
import { SCRATCH_BYTES } from "../../../src/wasm/thread-scratch.ts";
import { parametersOf, random } from "../../twins/neuron/drive.ts";

export interface Scene {
  readonly model: NeuronModel;
  readonly count: number;
  /** Steps of the window, and the ring slot of its first. */
  readonly steps: number;
  readonly slot?: number;
  readonly slots?: number;
  readonly seed?: number;
  /** Parameters that differ from neuron to neuron, with the factor range around their default; others are scalars. */
  readonly vary?: readonly string[];
  readonly params?: Readonly<Record<string, number>>;
  readonly driven?: boolean;
  /** Standard size of random weights, and of the drive in pA. */
  readonly weight: number;
  readonly current: number;
  /** Share of the cells that are not empty. */
  readonly density?: number;
  /** Random values a state field starts from. */
  readonly initial: (field: string, u: number) => number;
  readonly quantum?: number;
}

export interface Outcome {
  readonly state: number[][];
  readonly spikes: number[];
  readonly ring: number[];
}

const DT = 0.1;
const FIRST = 5;
const BITS = 20;

/** The numbers both sides start from. */
function numbers(s: Scene) {
  const { model, count, slots = s.steps + 3, quantum = 2 ** -16, vary = [] } = s;
  const next = random(s.seed ?? 1);
  const each = Array.from({ length: count }, () => {
    const p = { ...parametersOf(model), ...s.params };
    for (const name of vary) p[name] = p[name] === 0 ? Math.round(next()) : p[name] * (0.8 + 0.4 * next());
    return model.derive(p, DT);
  });
  const arrays = model.paramFields.map((name) => vary.length > 0 && each.some((d) => d[name] !== each[0][name]));
  const params = model.paramFields.flatMap((name, f) => (arrays[f] ? each.map((d) => d[name]) : [each[0][name]]));
  const state = model.stateFields.map((name) => Float32Array.from({ length: count }, () => s.initial(name, next())));
  const cells = count * model.receptors.length;
  const ring = Int32Array.from({ length: slots * cells }, () => {
    if (next() > (s.density ?? 0.3)) return 0;
    return Math.round(((model.magnitude ? next() : next() - 0.4) * s.weight) / quantum);
  });
  const drive = Float32Array.from({ length: s.steps * count }, () => (s.driven ? s.current * (next() - 0.3) : 0));
  return { arrays, params: Float32Array.from(params), state, ring, drive, cells, slots, quantum };
}

/** The compiled side; `cuts` are borders between ranges that are advanced one after another. */
export function compiled(s: Scene, cuts: readonly number[] = [], shared = true): Outcome {
  const { model, count, steps, slot = 0 } = s;
  const n = numbers(s);
  const result = compileModel({
    text: model.wgsl.text,
    arrays: n.arrays,
    receptors: model.receptors.length,
    driven: s.driven ?? false,
    shared,
  });
  if (!("module" in result)) throw new Error(result.reason);
  const bytes = 64 + 4 * (n.params.length + model.stateFields.length * count + n.ring.length);
  const pages = Math.ceil((bytes + SCRATCH_BYTES) / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  // The scratch first, the buffers at the very end: what is touched beyond them is a trap.
  const end = pages * 65536;
  const ring = new Int32Array(memory.buffer, end - 4 * n.ring.length, n.ring.length);
  const state = new Float32Array(memory.buffer, ring.byteOffset - 4 * model.stateFields.length * count, model.stateFields.length * count);
  const params = new Float32Array(memory.buffer, state.byteOffset - 4 * n.params.length, n.params.length);
  ring.set(n.ring);
  n.state.forEach((field, f) => {
    state.set(field, f * count);
  });
  params.set(n.params);
  const population = new CompiledPopulation(instantiate<Run>(result.module, memory), memory, 0, {
    params: params.byteOffset,
    state: state.byteOffset,
    ring: ring.byteOffset,
    slots: n.slots,
    cells: n.cells,
    neurons: count,
    count,
    fields: fieldPlaces(n.arrays).map((place, f) => ({ array: n.arrays[f], ...place })),
    stateFields: model.stateFields.length,
    receptors: model.receptors.length,
    quantum: n.quantum,
    first: FIRST,
    neuronBits: BITS,
  });
  const spikes: number[] = [];
  const borders = [0, ...cuts, count];
  for (let b = 0; b + 1 < borders.length; b++) {
    const [from, to] = [borders[b], borders[b + 1]];
    for (let k = 0; k < steps; k++) population.drive.set(n.drive.subarray(k * count + from, k * count + to), k * (to - from));
    const found = population.advance(from, to, slot, 0, steps);
    spikes.push(...population.spikes.subarray(0, found));
  }
  return { state: split(state, count), spikes: spikes.sort((a, b) => a - b), ring: [...ring] };
}

/** The twin's side. */
export function twinned(s: Scene): Outcome {
  const { model, count, steps, slot = 0 } = s;
  const n = numbers(s);
  const step: PopulationStep = {
    count,
    uniform: !n.arrays.includes(true),
    params: n.params,
    paramBase: fieldPlaces(n.arrays).map(({ scalars, before }) => scalars + before * count),
    paramMask: n.arrays.map((array) => (array ? -1 : 0)),
    state: n.state,
    arrivals: [],
    quantum: model.receptors.map(() => n.quantum),
    drive: new Float32Array(count),
    driven: s.driven ?? false,
    fired: new Uint32Array(count),
  };
  const spikes: number[] = [];
  for (let k = 0; k < steps; k++) {
    const base = ((slot + k) % n.slots) * n.cells;
    step.arrivals = model.receptors.map((_, q) => n.ring.subarray(base + q * count, base + (q + 1) * count));
    step.drive.set(n.drive.subarray(k * count, (k + 1) * count));
    const fired = model.twin?.(step) ?? 0;
    for (let j = 0; j < fired; j++) spikes.push(k * 2 ** BITS + FIRST + step.fired[j]);
    for (const a of step.arrivals) a.fill(0);
  }
  return { state: n.state.map((field) => bits(field)), spikes: spikes.sort((a, b) => a - b), ring: [...n.ring] };
}

function split(state: Float32Array, count: number): number[][] {
  return Array.from({ length: state.length / count }, (_, f) => bits(state.slice(f * count, (f + 1) * count)));
}

/** Bit patterns: -0 is not 0; one NaN is as good as another. */
function bits(field: Float32Array): number[] {
  return [...new Uint32Array(field.map((x) => (Number.isNaN(x) ? Number.NaN : x)).buffer)];
}
