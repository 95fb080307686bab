import closeShader from "../../shaders/neuron/close.wgsl";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { SynapseRows } from "../network/rows.ts";
import type { PlannedDispatch, PlannedKernel, Twin } from "../plan/plan.ts";
import { obstacle } from "../twins/kernels.ts";
import { close } from "../twins/neuron/close.ts";
import { residentTwin } from "../twins/neuron/resident.ts";
import { CHUNK } from "../twins/neuron/tables.ts";
import { eachSynapse, placesOf } from "./beside.ts";
import { propagateCost, updateCost } from "./cost.ts";
import type { Layout } from "./layout.ts";
import { type ResidentShape, weaveResident } from "./weave.ts";
import type { Wiring } from "./wiring.ts";

/** A neuron's spikes between two deliveries are the upper bits' neighbours in a word of 32: 16 bits of steps, 16 of index. */
export const MAX_STRIDE = 16;
/** Words of workgroup memory beside ring and spikes. */
const OTHER_WORDS = 16;
/** Words of a synapse. */
const WORDS = 2;

/** What a workgroup of the adapter can hold. */
export interface Workgroup {
  readonly bytes: number;
  readonly threads: number;
}

/**
 * The resident kernel's sizes for networks, each in a workgroup of its own, or undefined where they do not fit one.
 * @param slots of the ring, steps
 */
export function residentShape(networks: readonly ResolvedNetwork[], slots: number, limits: Workgroup): ResidentShape | undefined {
  const { receptors } = placesOf(networks);
  const neurons = Math.max(...networks.map((network) => network.neurons));
  const ringWords = slots * receptors * neurons;
  if (4 * (ringWords + neurons + OTHER_WORDS) > limits.bytes || receptors * neurons > 2 ** 16 || slots > 2 ** 16) return undefined;
  const chunks = Math.max(...networks.map(({ populations }) => populations.reduce((sum, { size }) => sum + Math.ceil(size / CHUNK), 0)));
  const wanted = 2 ** Math.ceil(Math.log2(CHUNK * chunks));
  return { threads: Math.min(limits.threads, Math.max(CHUNK, wanted)), ringWords, neurons };
}

/** Synapses held for the resident kernel, which delivers through them itself. */
export function residentWiring(networks: readonly ResolvedNetwork[], all: readonly SynapseRows[]): Wiring {
  const { neurons, firsts } = placesOf(networks);
  const count = all.reduce((sum, rows) => sum + rows.count, 0);
  const synapses = new Uint32Array(2 * neurons + WORDS * count);
  const rows = new Uint32Array(2 * neurons);
  let next = 2 * neurons;
  all.forEach((own, b) => {
    const lengths = new Uint32Array(networks[b].neurons);
    const begin = next;
    eachSynapse(own, (neuron, delay, cell, weight) => {
      lengths[neuron]++;
      synapses[next] = (delay << 16) | cell;
      synapses[next + 1] = weight;
      next += WORDS;
    });
    let at = begin;
    lengths.forEach((length, i) => {
      const neuron = firsts[b] + i;
      synapses.set([at, at + WORDS * length], 2 * neuron);
      rows.set([(at - 2 * neurons) / WORDS, (at - 2 * neurons) / WORDS + length], 2 * neuron);
      at += WORDS * length;
    });
  });
  return {
    buffers: {
      synapses: { type: "u32", length: synapses.length, data: synapses },
      // What a profile counts synapses by.
      rows: { type: "u32", length: rows.length, data: rows },
    },
    uniforms: {},
    kernels: { close: { source: closeShader, twin: () => close as Twin } },
    dispatches: [{ label: "close", kernel: "close", bindings: { control: "control" }, workgroups: 1 }],
    run: { row_parts: 1 },
  };
}

/** The resident kernel for the variants a layout needs. */
export function residentKernel(layout: Layout, shape: ResidentShape): PlannedKernel {
  const { variants } = layout;
  const update = updateCost(layout);
  const propagate = propagateCost(WORDS);
  // Thread 0 does it all: a share has no way to wait for the others between a stretch and its deliveries.
  const twin = ({ index }: { index: number }) => (index === 0 ? residentTwin(variants) : () => {}) as Twin;
  return {
    source: weaveResident(variants, shape),
    cost: (work) => {
      const [a, b] = [update(work), propagate(work)];
      return {
        read: a.read + b.read,
        written: a.written + b.written,
        atomics: a.atomics + b.atomics,
        operations: a.operations + b.operations,
        integers: a.integers + b.integers,
      };
    },
    ...(variants.every(({ model }) => obstacle(model) === undefined) && { twin }),
  };
}

export function residentDispatch(instances: number): PlannedDispatch {
  const names = ["tables", "state", "cursors", "ring", "control", "queue", "traces", "synapses"];
  return {
    label: "resident",
    kernel: "resident",
    bindings: Object.fromEntries(names.map((name) => [name, name])),
    workgroups: instances,
  };
}
