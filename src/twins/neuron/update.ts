import { normalQ26 } from "../lib/normal.ts";
import { philox4x32 } from "../lib/philox.ts";
import { type PoissonTable, poissonCount, poissonLookup, poissonTable } from "../lib/poisson.ts";
import { rangeOf, type Share } from "../lib/share.ts";
import { Run, stepsOf } from "../lib/window.ts";
import type { NeuronModel, NeuronTwin, PopulationStep } from "./model.ts";
import { ALL, Descriptor, ENTRY_WORDS, fieldPlaces, InputKind } from "./tables.ts";

const f = Math.fround;
const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

function floatOf(word: number): number {
  bits[0] = word;
  return floats[0];
}

/** A share of a population as the twin keeps it between windows: views on the buffers, made once for each set of buffers. */
interface Prepared {
  readonly at: number;
  /** Index in its population of the share's first neuron: a multiple of 4. */
  readonly from: number;
  /** Global index of that neuron. */
  readonly first: number;
  readonly twin: NeuronTwin;
  readonly step: PopulationStep;
  /** Views on each ring slot, receptor by receptor. */
  readonly slots: readonly (readonly Int32Array[])[];
  readonly means: Map<number, PoissonTable>;
}

type Buffers = readonly [tables: Uint32Array, params: Float32Array, state: Float32Array, ring: Int32Array];

/** Arguments of the update kernel in the order of its bindings. */
export type UpdateTwin = (
  run: Uint32Array,
  window: Uint32Array,
  tables: Uint32Array,
  params: Float32Array,
  state: Float32Array,
  cursors: Uint32Array,
  ring: Int32Array,
  control: Uint32Array,
  queue: Uint32Array,
  traces: Float32Array,
) => void;

/** A model and which of its `Params` fields have one value a neuron, as woven into the kernel. */
interface Woven {
  readonly model: NeuronModel;
  readonly arrays: readonly boolean[];
}

/** Twin of shaders/neuron/update.wgsl with `variants` woven in, for one thread's share of every population. */
export function updateTwin(variants: readonly Woven[], share: Share): UpdateTwin {
  let buffers: Buffers | undefined;
  let populations: Prepared[] = [];
  const words = new Int32Array(4);
  return (run, window, tables, params, state, cursors, ring, control, queue, traces) => {
    const first = control[run[Run.steps_at] + window[0]];
    const steps = stepsOf(run, first, control[run[Run.tails_at] + window[0]]);
    if (buffers?.[0] !== tables || buffers[1] !== params || buffers[2] !== state || buffers[3] !== ring) {
      buffers = [tables, params, state, ring];
      populations = prepare(variants, share, run, buffers);
    }
    for (let k = 0; k < steps; k++) {
      const step = first + k;
      for (const p of populations) {
        p.step.arrivals = p.slots[step % run[Run.ring_slots]];
        gather(p, tables, cursors, step, words);
        const fired = p.twin(p.step);
        for (const arrivals of p.step.arrivals) arrivals.fill(0);
        // Other threads append too.
        let place = fired === 0 ? 0 : Atomics.add(control, 0, fired);
        for (let s = 0; s < fired; s++) queue[place++] = (k << run[Run.neuron_bits]) | (p.first + p.step.fired[s]);
        trace(p, tables, step, control[run[Run.steps_at]], traces);
      }
    }
    if (steps > 0) for (const p of populations) watch(p, tables, first + steps - 1, control);
  };
}

/** One descriptor for each run of workgroups that name it. */
function prepare(variants: readonly Woven[], share: Share, run: Uint32Array, [tables, params, state, ring]: Buffers): Prepared[] {
  const prepared: Prepared[] = [];
  for (let g = 0, last = -1; g < run[Run.workgroups]; g++) {
    const at = tables[2 * g];
    if (at === last) continue;
    last = at;
    const { model, arrays } = variants[tables[at + Descriptor.variant]];
    const { twin } = model;
    if (!twin) throw new Error(`model "${model.name}" has no twin`);
    const size = tables[at + Descriptor.count];
    const [from, to] = rangeOf(size, share);
    const count = to - from;
    const first = tables[at + Descriptor.first] + from;
    const fields = tables[at + Descriptor.params];
    const own = tables[at + Descriptor.state];
    const quantum = floatOf(tables[at + Descriptor.quantum]);
    const slots = Array.from({ length: run[Run.ring_slots] }, (_, slot) =>
      model.receptors.map((_, q) => {
        const cell = slot * run[Run.cells] + q * run[Run.neurons] + first;
        return ring.subarray(cell, cell + count);
      }),
    );
    prepared.push({
      at,
      from,
      first,
      twin,
      slots,
      means: new Map(),
      step: {
        count,
        uniform: !arrays.includes(true),
        params,
        paramBase: fieldPlaces(arrays).map(({ scalars, before }, f) => fields + scalars + before * size + (arrays[f] ? from : 0)),
        paramMask: arrays.map((array) => (array ? -1 : 0)),
        state: model.stateFields.map((_, k) => state.subarray(own + k * size + from, own + k * size + to)),
        arrivals: slots[0],
        quantum: model.receptors.map(() => quantum),
        drive: new Float32Array(count),
        driven: drivenBy(tables, at),
        fired: new Uint32Array(count),
      },
    });
  }
  return prepared;
}

/** Whether a population has a time-varying current. */
function drivenBy(tables: Uint32Array, at: number): boolean {
  for (let k = 0; k < tables[at + Descriptor.inputCount]; k++)
    if (tables[tables[at + Descriptor.inputs] + ENTRY_WORDS * k] >= InputKind.step_current) return true;
  return false;
}

/** Adds the inputs of one step to the due slot of the ring and to the drive. */
function gather(p: Prepared, tables: Uint32Array, cursors: Uint32Array, step: number, words: Int32Array): void {
  if (p.step.driven) p.step.drive.fill(0);
  for (let k = 0; k < tables[p.at + Descriptor.inputCount]; k++) {
    const at = tables[p.at + Descriptor.inputs] + ENTRY_WORDS * k;
    switch (tables[at]) {
      case InputKind.poisson:
        poissonInput(p, tables, at, step, words);
        break;
      case InputKind.spikes:
        spikeInput(p, tables, cursors, at, step);
        break;
      case InputKind.step_current:
        stepCurrent(p, tables, at, step);
        break;
      default:
        noiseCurrent(p, tables, at, step, words);
    }
  }
}

function poissonInput(p: Prepared, tables: Uint32Array, at: number, step: number, words: Int32Array): void {
  const arrivals = p.step.arrivals[tables[at + 1]];
  const weight = tables[at + 2] | 0;
  const means = tables[at + 3];
  const stream = tables[at + 5];
  const [low, high] = [tables[p.at + Descriptor.seedLow], tables[p.at + Descriptor.seedHigh]];
  const { count } = p.step;
  const block = p.from >> 2;
  if (tables[at + 4] === 0) {
    const table = p.means.get(at) ?? poissonTable(tables[means + 1], tables[means + 2]);
    p.means.set(at, table);
    for (let part = 0; part < tables[means]; part++) {
      for (let i = 0; i < count; i += 4) {
        philox4x32(low, high, block + (i >> 2), part, stream, step, words);
        const end = Math.min(count, i + 4);
        for (let n = i; n < end; n++) arrivals[n] += Math.imul(poissonLookup(words[n & 3], table), weight);
      }
    }
    return;
  }
  for (let i = 0; i < count; i += 4) {
    const end = Math.min(count, i + 4);
    let parts = 0;
    for (let n = i; n < end; n++) parts = Math.max(parts, tables[means + 3 * (p.from + n)]);
    for (let part = 0; part < parts; part++) {
      philox4x32(low, high, block + (i >> 2), part, stream, step, words);
      for (let n = i; n < end; n++) {
        const mean = means + 3 * (p.from + n);
        if (part < tables[mean]) arrivals[n] += Math.imul(poissonCount(words[n & 3], tables[mean + 1], tables[mean + 2]), weight);
      }
    }
  }
}

function spikeInput(p: Prepared, tables: Uint32Array, cursors: Uint32Array, at: number, step: number): void {
  const arrivals = p.step.arrivals[tables[at + 1]];
  const weight = tables[at + 2] | 0;
  const rows = tables[at + 3] + p.from;
  const steps = tables[at + 4];
  const cursor = tables[at + 5] + p.from;
  for (let i = 0; i < p.step.count; i++) {
    const end = tables[rows + i + 1];
    let next = cursors[cursor + i];
    for (; next < end && tables[steps + next] <= step; next++) if (tables[steps + next] === step) arrivals[i] += weight;
    cursors[cursor + i] = next;
  }
}

function stepCurrent(p: Prepared, tables: Uint32Array, at: number, step: number): void {
  let low = 0;
  let high = tables[at + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tables[tables[at + 2] + middle] <= step) low = middle + 1;
    else high = middle;
  }
  const amplitude = low === 0 ? 0 : floatOf(tables[tables[at + 3] + low - 1]);
  const { drive } = p.step;
  for (let i = 0; i < drive.length; i++) drive[i] += amplitude;
}

function noiseCurrent(p: Prepared, tables: Uint32Array, at: number, step: number, words: Int32Array): void {
  const mean = floatOf(tables[at + 1]);
  const std = floatOf(tables[at + 2]);
  const interval = Math.floor(step / tables[at + 3]);
  const [low, high] = [tables[p.at + Descriptor.seedLow], tables[p.at + Descriptor.seedHigh]];
  const { drive } = p.step;
  for (let i = 0; i < drive.length; i++) {
    if ((i & 3) === 0) philox4x32(low, high, (p.from + i) >> 2, 0, tables[at + 4], interval, words);
    const z = f(f(normalQ26(words[i & 3])) * 2 ** -26);
    drive[i] += f(mean + f(std * z));
  }
}

function trace(p: Prepared, tables: Uint32Array, step: number, baseStep: number, traces: Float32Array): void {
  for (let t = 0; t < tables[p.at + Descriptor.traceCount]; t++) {
    const at = tables[p.at + Descriptor.traces] + ENTRY_WORDS * t;
    const every = tables[at + 1];
    if ((step + 1) % every !== 0) continue;
    const values = p.step.state[tables[at]];
    const sample = Math.floor((step + 1) / every) - Math.floor(baseStep / every) - 1;
    const place = tables[at + 4] + sample * tables[at + 3];
    const map = tables[at + 2];
    for (let i = 0; i < values.length; i++) {
      const column = map === ALL ? p.from + i : tables[map + p.from + i];
      if (column !== ALL) traces[place + column] = values[i];
    }
  }
}

/** Notes the step at which the first state field of a neuron was found outside the finite range. */
function watch(p: Prepared, tables: Uint32Array, step: number, control: Uint32Array): void {
  const watched = p.step.state[0];
  for (let i = 0; i < watched.length; i++) {
    if (Math.abs(watched[i]) < 2 ** 20) continue;
    const fault = 1 + tables[p.at + Descriptor.population];
    // Another thread may note the same population: the earliest step stays.
    for (let seen = Atomics.load(control, fault); seen > step; ) {
      const found = Atomics.compareExchange(control, fault, seen, step);
      if (found === seen) break;
      seen = found;
    }
    return;
  }
}
