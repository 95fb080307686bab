import normal from "../../shaders/lib/normal.wgsl";
import philox from "../../shaders/lib/philox.wgsl";
import poisson from "../../shaders/lib/poisson.wgsl";
import type { Cost, CostModel, Work } from "../plan/plan.ts";
import { ALL, Descriptor, ENTRY_WORDS, fieldPlaces, InputKind } from "../twins/neuron/tables.ts";
import type { RuleForm } from "../twins/plasticity/rule.ts";
import type { Layout } from "./layout.ts";
import { operationsOf } from "./operations.ts";
import type { Variant } from "./weave.ts";

/** What the update kernel does for each neuron. Bytes of a window and of a step, samples of traces by how many steps there are to one. */
interface Population {
  readonly size: number;
  readonly state: number;
  readonly arrays: number;
  readonly receptors: number;
  readonly read: number;
  readonly written: number;
  readonly operations: number;
  readonly integers: number;
  readonly traces: readonly { readonly every: number; readonly columns: number; readonly mapped: boolean }[];
}

/**
 * Model of shaders/neuron/update.wgsl with a layout: a window reads and writes the state and reads the parameters that are arrays; a step
 * reads a ring cell a receptor and what the inputs look up. A cell that held something is written back empty: of so many events on so
 * many cells that is the expected number of different ones, as if each fell anywhere. Random numbers are integer work, counted apart.
 */
export function updateCost(layout: Layout): CostModel {
  return ({ windows, steps, spikes, events }) => {
    const populations = populationsOf(layout);
    const cost = { read: 0, written: 4 * spikes, atomics: spikes, operations: 0, integers: 0 };
    let cells = 0;
    for (const p of populations) {
      cost.read += p.size * (windows * 4 * (p.state + p.arrays) + steps * (4 * p.receptors + p.read));
      cost.written += p.size * (windows * 4 * p.state + steps * p.written);
      cost.operations += p.size * steps * p.operations;
      cost.integers += p.size * steps * p.integers;
      cells += p.size * p.receptors * steps;
      for (const { every, columns, mapped } of p.traces) {
        cost.written += 4 * columns * Math.floor(steps / every);
        if (mapped) cost.read += 4 * p.size * Math.floor(steps / every);
      }
    }
    if (cells > 0) cost.written += 4 * cells * -Math.expm1(-events / cells);
    return cost;
  };
}

/**
 * Model of shaders/plasticity/propagate_plastic.wgsl for plastic projection `k`: each event reads a synapse, how many spikes of its target are kept
 * and the newest one's step, writes its numbers back, and adds to a ring cell. Spikes of targets that are made up for come on top: one an event.
 * @param words a synapse
 */
export function plasticCost(k: number, words: number, { wgsl, on_post }: RuleForm): CostModel {
  const operations = operationsOf(wgsl.text, "on_pre") + (on_post ? operationsOf(wgsl.text, "on_post") : 0);
  return ({ spikes, plastic }: Work): Cost => ({
    read: 12 * spikes + (4 * words + 8 + 4) * plastic[k],
    written: 4 * words * plastic[k],
    atomics: plastic[k],
    operations: operations * plastic[k],
    integers: 0,
  });
}

/**
 * Model of shaders/synapse/propagate.wgsl and propagate_constant.wgsl: each dispatch reads queue and row of each spike; each event
 * reads a synapse and adds to a ring cell, which is read and written.
 * @param words a synapse
 */
export function propagateCost(words: number): CostModel {
  return ({ windows, calls, spikes, events }: Work): Cost => ({
    read: (windows > 0 ? calls / windows : 0) * 12 * spikes + (4 * words + 4) * events,
    written: 4 * events,
    atomics: events,
    operations: events,
    integers: 0,
  });
}

/** From the descriptors in `tables`: the same words that the kernel reads. */
function populationsOf({ tables, variants, params, workgroups }: Layout): Population[] {
  const descriptors = new Set(Array.from({ length: workgroups }, (_, g) => tables[2 * g]));
  const known = new Map<string, number>();
  return [...descriptors].map((d) => {
    const variant = variants[tables[d + Descriptor.variant]];
    const { model, arrays } = variant;
    const size = tables[d + Descriptor.count];
    const substeps = meanSubsteps(variant, params, tables[d + Descriptor.params], size);
    const key = `${tables[d + Descriptor.variant]}: ${substeps}`;
    const own = known.get(key) ?? modelOperations(variant, substeps);
    known.set(key, own);
    const inputs = entries(tables, d, Descriptor.inputs, Descriptor.inputCount).map((at) => inputCost(tables, at));
    const sum = (key: keyof (typeof inputs)[number]) => inputs.reduce((total, input) => total + input[key], 0);
    const receptors = model.receptors.length;
    return {
      size,
      state: model.stateFields.length,
      arrays: arrays.filter((array) => array).length,
      receptors,
      read: sum("read"),
      written: sum("written"),
      // What arrives at a receptor is scaled once.
      operations: own + receptors + sum("operations"),
      integers: sum("integers"),
      traces: entries(tables, d, Descriptor.traces, Descriptor.traceCount).map((at) => ({
        every: tables[at + 1],
        columns: tables[at + 3],
        mapped: tables[at + 2] !== ALL,
      })),
    };
  });
}

/** Of a neuron's step without its inputs. A reset is rare. */
function modelOperations({ model }: Variant, substeps: number): number {
  const functions = ["advance", "receive", "crossed"];
  return functions.reduce((sum, name) => sum + operationsOf(model.wgsl.text, name, substeps), 0);
}

function entries(tables: Uint32Array, d: number, list: number, count: number): number[] {
  return Array.from({ length: tables[d + count] }, (_, k) => tables[d + list] + ENTRY_WORDS * k);
}

/** Bytes and operations of an input a neuron and step. What all neurons of a population share stays in a cache and counts nothing. */
function inputCost(tables: Uint32Array, at: number): Pick<Population, "read" | "written" | "operations" | "integers"> {
  switch (tables[at]) {
    case InputKind.poisson: {
      const draw = operationsOf(philox.text, "philox4x32") + operationsOf(poisson.text, "poisson_count");
      return { read: tables[at + 4] === 0 ? 0 : 12, written: 0, operations: 1, integers: draw * tables[tables[at + 3]] };
    }
    case InputKind.spikes:
      // The cursor, the end of the neuron's list and the next step in it; the cursor goes back.
      return { read: 12, written: 4, operations: 1, integers: 0 };
    case InputKind.step_current:
      return { read: 0, written: 0, operations: 1, integers: 0 };
    default: {
      const draw = operationsOf(philox.text, "philox4x32") + operationsOf(normal.text, "normal_q26");
      return { read: 0, written: 0, operations: 3, integers: draw };
    }
  }
}

/** Sub-steps of a step, where a model has them. */
function meanSubsteps({ model, arrays }: Variant, params: Float32Array, fields: number, size: number): number {
  const f = model.paramFields.indexOf("substeps");
  if (f < 0) return 1;
  const { scalars, before } = fieldPlaces(arrays)[f];
  const at = fields + scalars + before * size;
  if (!arrays[f]) return params[at];
  return params.subarray(at, at + size).reduce((sum, value) => sum + value, 0) / size;
}
