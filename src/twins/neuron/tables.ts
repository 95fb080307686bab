import { Run } from "../lib/window.ts";

/**
 * Layout of `tables`, the one u32 buffer that tells shaders/neuron/update.wgsl, resident.wgsl and their twins what each population is.
 * It begins with two words a workgroup (resident: a chunk): descriptor of its population, first neuron in it. All other places are
 * offsets into it.
 */

/** Threads of a workgroup of the update kernel. */
export const WORKGROUP = 64;

/** Neurons of a chunk of the resident kernel, at most. */
export const CHUNK = 32;

/**
 * Words of an instance of the resident kernel. Behind the list of chunks comes the number of instances, then these. Populations' fields
 * of parameters, float32 bits, come last of all: `Descriptor.params` is their place in `tables` itself.
 *
 * `synapses` begins with two words a neuron: where its row begins and ends. A synapse is two words: delay << 16 | cell of the
 * instance (receptor * its neurons + index in it), then the weight in fixed point.
 */
export const Instance = {
  /** Global index of its first neuron, and how many it has. */
  first: 0,
  size: 1,
  /** Its first chunk, and one past its last. */
  chunk: 2,
  chunkEnd: 3,
  /** Steps between two deliveries: no more than the shortest delay, and 16. The same for all instances. */
  stride: 4,
  words: 5,
} as const;

/** Where the first instance is. */
export function instancesAt(run: Uint32Array): number {
  return 2 * run[Run.workgroups] + 1;
}

/** "All neurons" in a trace, "not recorded" in its column map. */
export const ALL = 0xffffffff;

/** Words of a population's descriptor. */
export const Descriptor = {
  /** Which of the woven variants: a model and which of its fields are arrays. */
  variant: 0,
  count: 1,
  /** Global index of its first neuron. */
  first: 2,
  population: 3,
  /** Offset of its fields in `params`, in the order of `struct Params`: one value for a scalar, `count` for an array. */
  params: 4,
  /** Offset of its fields in `state`, `count` values each. */
  state: 5,
  /** float32 bits: weight units of one fixed-point quantum. */
  quantum: 6,
  /** Offset and number of its inputs, eight words each. */
  inputs: 7,
  inputCount: 8,
  /** Offset and number of its traces, eight words each. */
  traces: 9,
  traceCount: 10,
  /** Key of its random numbers: the seed of the network it belongs to. */
  seedLow: 11,
  seedHigh: 12,
  /**
   * Offset and number of its steady currents: those that stay during a window. Of each, the place in `cursors` of neuron 0's, pA as float32 bits,
   * which a field has left there (shaders/coupling/drive.wgsl).
   */
  steady: 13,
  steadyCount: 14,
  words: 15,
} as const;

/** First word of an input. The others, by kind:
 * poisson: receptor, weight, means (3 words each: parts, p0, lambda), mask, stream;
 * spikes: receptor, weight, row starts, steps, cursors;
 * step_current: entries, steps, amplitudes (float32 bits);
 * noise: mean, std (float32 bits), interval in steps, stream. */
export const InputKind = { poisson: 1, spikes: 2, step_current: 3, noise: 4 } as const;

/** Words of an input and of a trace. A trace: state field, every, column map or ALL, columns, first place in `traces`. */
export const ENTRY_WORDS = 8;

/** Where each parameter field lies behind its population's offset: so many scalars and so many arrays come before it. */
export function fieldPlaces(arrays: readonly boolean[]): { readonly scalars: number; readonly before: number }[] {
  let scalars = 0;
  let before = 0;
  return arrays.map((array) => {
    const place = { scalars, before };
    if (array) before++;
    else scalars++;
    return place;
  });
}
