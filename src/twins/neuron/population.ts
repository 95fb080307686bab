import { GalvaniError } from "../../errors.ts";
import { instantiate } from "../../wasm/assembler/module.ts";
import { compileModel, type Run as Loop } from "../../wasm/neuron/model.ts";
import type { Placement } from "../../wasm/neuron/placement.ts";
import { CompiledPopulation } from "../../wasm/neuron/population.ts";
import { Remainder } from "../../wasm/neuron/remainder.ts";
import { CALL_NEURON_STEPS, WORDS_AT } from "../../wasm/thread-scratch.ts";
import type { Compiled } from "../../wasm/wgsl/compiled.ts";
import { PhiloxLoop, randomWords } from "../lib/random-words.ts";
import { rangeOf, type Share, type Workplace } from "../lib/share.ts";
import { Run } from "../lib/window.ts";
import { floatOf, Inputs, type ItemWords } from "./inputs.ts";
import type { NeuronModel, NeuronTwin, PopulationStep } from "./model.ts";
import { Descriptor, fieldPlaces } from "./tables.ts";

/** A model and which of its `Params` fields have one value a neuron, as woven into the kernel. */
export interface Woven {
  readonly model: NeuronModel;
  readonly arrays: readonly boolean[];
}

export type Buffers = readonly [tables: Uint32Array, params: Float32Array, state: Float32Array, ring: Int32Array];

/** A share of a population as the twin keeps it between windows: views on the buffers, made once for each set of buffers. */
export interface Prepared {
  /** Its descriptor in `tables`. */
  readonly at: number;
  /** The share: neurons [from, to) of the population, `from` a multiple of 4. */
  readonly from: number;
  readonly to: number;
  /** Global index of the first of them. */
  readonly first: number;
  readonly inputs: Inputs;
  /** Views of the share on each ring slot, receptor by receptor, and on each state field. */
  readonly slots: readonly (readonly Int32Array[])[];
  readonly state: readonly Float32Array[];
  /** What advances it: the compiled loop, or else the model's twin. */
  readonly loop: { readonly compiled: CompiledPopulation } | { readonly twin: NeuronTwin; readonly step: PopulationStep };
}

/**
 * The shares of all populations that the update kernel's workgroups serve.
 * @throws GalvaniError for a model without a twin that cannot be compiled
 */
export function prepare(variants: readonly Woven[], share: Share, run: Uint32Array, buffers: Buffers): Prepared[] {
  const [tables] = buffers;
  const ats = new Set(Array.from({ length: run[Run.workgroups] }, (_, g) => tables[2 * g]));
  const workplace = buffers.every(({ buffer }) => buffer === share.workplace?.memory.buffer) ? share.workplace : undefined;
  const random = randomOf(
    workplace,
    [...ats].reduce((most, at) => Math.max(most, tables[at + Descriptor.count]), 0),
  );
  return [...ats].map((at) => prepareOne(variants[tables[at + Descriptor.variant]], share, run, buffers, at, random, workplace));
}

/** Random words by the compiled Philox where it can be had: for as many neurons as one call serves, or as there are in the largest population. */
function randomOf(workplace: Workplace | undefined, largest: number): ItemWords {
  if (!workplace) return new PhiloxLoop(Math.ceil(largest / 4));
  return randomWords(CALL_NEURON_STEPS / 4, { memory: workplace.memory, at: workplace.scratch + WORDS_AT });
}

function prepareOne(
  { model, arrays }: Woven,
  share: Share,
  run: Uint32Array,
  buffers: Buffers,
  at: number,
  random: ItemWords,
  workplace: Workplace | undefined,
): Prepared {
  const [tables, params, state, ring] = buffers;
  const size = tables[at + Descriptor.count];
  const [from, to] = rangeOf(size, share);
  const first = tables[at + Descriptor.first] + from;
  const own = tables[at + Descriptor.state];
  const inputs = new Inputs(tables, at, random);
  const slots = Array.from({ length: run[Run.ring_slots] }, (_, slot) =>
    model.receptors.map((_, q) => {
      const cell = slot * run[Run.cells] + q * run[Run.neurons] + first;
      return ring.subarray(cell, cell + to - from);
    }),
  );
  const states = model.stateFields.map((_, k) => state.subarray(own + k * size + from, own + k * size + to));
  const shared = { at, from, to, first, inputs, slots, state: states };
  const compiled = compiledLoop({ model, arrays }, run, buffers, at, inputs.driven, workplace);
  if (compiled instanceof CompiledPopulation) return { ...shared, loop: { compiled } };
  if (!model.twin) throw new GalvaniError(`model "${model.name}" has no twin, and cannot be compiled for the cpu: ${compiled}`);
  const fields = tables[at + Descriptor.params];
  const step: PopulationStep = {
    count: to - from,
    uniform: !arrays.includes(true),
    params,
    paramBase: fieldPlaces(arrays).map(({ scalars, before }, f) => fields + scalars + before * size + (arrays[f] ? from : 0)),
    paramMask: arrays.map((array) => (array ? -1 : 0)),
    state: states,
    arrivals: slots[0],
    quantum: model.receptors.map(() => floatOf(tables[at + Descriptor.quantum])),
    drive: new Float32Array(to - from),
    driven: inputs.driven,
    fired: new Uint32Array(to - from),
  };
  return { ...shared, loop: { twin: model.twin, step } };
}

/** The population on its model's compiled loop, or why not. */
function compiledLoop(
  { model, arrays }: Woven,
  run: Uint32Array,
  [tables, params, state, ring]: Buffers,
  at: number,
  driven: boolean,
  workplace: Workplace | undefined,
): CompiledPopulation | string {
  if (model.precise) return "its twin is more precise";
  if (!workplace) return "its buffers do not lie in one WebAssembly memory";
  const { memory, scratch } = workplace;
  const result = compiled(model, arrays, driven, !(memory.buffer instanceof ArrayBuffer));
  if (!("module" in result)) return result.reason;
  const first = tables[at + Descriptor.first];
  const placement: Placement = {
    params: params.byteOffset + 4 * tables[at + Descriptor.params],
    state: state.byteOffset + 4 * tables[at + Descriptor.state],
    ring: ring.byteOffset + 4 * first,
    slots: run[Run.ring_slots],
    cells: run[Run.cells],
    neurons: run[Run.neurons],
    count: tables[at + Descriptor.count],
    fields: fieldPlaces(arrays).map((place, f) => ({ array: arrays[f], ...place })),
    stateFields: model.stateFields.length,
    receptors: model.receptors.length,
    quantum: floatOf(tables[at + Descriptor.quantum]),
    first,
    neuronBits: run[Run.neuron_bits],
  };
  if (!Remainder.holds(placement)) return `it has too many fields: ${arrays.length} of Params and ${model.stateFields.length} of State`;
  return new CompiledPopulation(instantiate<Loop>(result.module, memory), memory, scratch, placement);
}

const known = new Map<string, Compiled>();

/** A model's compiled module, made once for all who ask for the same. */
function compiled(model: NeuronModel, arrays: readonly boolean[], driven: boolean, shared: boolean): Compiled {
  const key = JSON.stringify([arrays, model.receptors.length, driven, shared, model.wgsl.text]);
  const result = known.get(key) ?? compileModel({ text: model.wgsl.text, arrays, receptors: model.receptors.length, driven, shared });
  known.set(key, result);
  return result;
}

/** Why a model cannot be compiled for the cpu, or undefined if it can. */
export function uncompilable(model: NeuronModel): string | undefined {
  const scalars = model.paramFields.map(() => false);
  const result = compiled(model, scalars, true, false);
  return "reason" in result ? result.reason : undefined;
}
