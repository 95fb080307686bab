/**
 * A stand-in for the connectome where its file is absent: random wiring with the published counts of v783, for speed alone. Exact are
 * neurons, neurons with output, connections, how many have 1 to 6 synapses, their sum, and how many are positive; each neuron has one
 * sign, none connects to itself, no pair is connected twice. Chosen here: out-degrees and in-degrees have a heavy tail (density as
 * (1 + x)^-5: half of the neurons have 57 % of the mean or less, the largest degrees are some 50 times the mean), strong connections
 * one of (1 + x)^-3 up to the published maximum, and there is no geometry: who connects to whom is random.
 */
import { InputError } from "../../src/errors.ts";
import { shuffle, shuffled, uniforms, Words } from "../shared/draw.ts";
import { histogram, releases } from "./counts.ts";
import type { Wiring } from "./wiring.ts";

/** A smaller network cannot have as many connections a neuron without repeats. */
const SMALLEST = 0.01;
/** Streams of random numbers. */
const Draw = { order: 1, out: 2, in: 3, targets: 4, weights: 5 } as const;

/** What a stand-in of a scale has. */
interface StandInCounts {
  readonly neurons: number;
  readonly withOutput: number;
  readonly connections: number;
  readonly positive: number;
  /** Connections of 1 to 6 synapses. */
  readonly few: readonly number[];
  /** Sum of |weight|. */
  readonly synapses: number;
}

/**
 * The published counts times `scale`, rounded.
 * @throws InputError for a scale below 0.01
 */
export function standInCounts(scale: number): StandInCounts {
  if (scale < SMALLEST) throw new InputError("scale", scale, `must be ${SMALLEST} or more for the stand-in`);
  const { neurons, connections, positive, synapses } = releases.v783;
  const share = (count: number) => Math.round(count * scale);
  return {
    neurons: share(neurons),
    withOutput: share(histogram.withOutput),
    connections: share(connections),
    positive: share(positive),
    few: histogram.few.map(share),
    synapses: share(synapses),
  };
}

/** Builds the stand-in of a scale; the same from the same seed. */
export function standIn(seed: number, scale: number): Wiring {
  const counts = standInCounts(scale);
  const { degree, sign } = outDegrees(seed, counts);
  const { source, target } = pairs(seed, counts, degree);
  const weight = sizes(counts);
  shuffle(weight, new Words(seed, Draw.weights));
  for (let k = 0; k < weight.length; k++) weight[k]! *= sign[source[k]!]!;
  return { neurons: counts.neurons, source, target, weight };
}

/** Connections that each neuron makes, and their sign. */
function outDegrees(seed: number, counts: StandInCounts): { degree: Uint32Array; sign: Int8Array } {
  const { neurons, withOutput, connections, positive } = counts;
  const order = shuffled(neurons, new Words(seed, Draw.order));
  const spread = uniforms(seed, Draw.out, withOutput).map(heavy);
  const excitatory = Math.round((withOutput * positive) / connections);
  const most = Math.floor(neurons / 4);
  const degree = new Uint32Array(neurons);
  const sign = new Int8Array(neurons).fill(1);
  const ex = integers(spread.subarray(0, excitatory), positive, most);
  const inh = integers(spread.subarray(excitatory), connections - positive, most);
  for (let i = 0; i < withOutput; i++) {
    const row = order[i]!;
    degree[row] = i < excitatory ? ex[i]! : inh[i - excitatory]!;
    if (i >= excitatory) sign[row] = -1;
  }
  return { degree, sign };
}

/** From a uniform number one whose density falls as (1 + x)^-5: square roots are the same on every machine. */
function heavy(u: number): number {
  return 1 / Math.sqrt(Math.sqrt(u)) - 1;
}

/** Integers of 1 to `most` that are 1 + x times a common factor, rounded, and add up to `total`. */
function integers(x: Float64Array, total: number, most: number): Uint32Array {
  const out = new Uint32Array(x.length);
  const fill = (factor: number): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      out[i] = Math.min(most, 1 + Math.floor(factor * x[i]!));
      sum += out[i]!;
    }
    return sum;
  };
  fill(largestBelow(total, fill));
  let left = total - out.reduce((sum, n) => sum + n, 0);
  for (let i = 0; left > 0; i = (i + 1) % out.length) {
    if (out[i] === most) continue;
    out[i]!++;
    left--;
  }
  return out;
}

/** The largest number at which a rising function is `total` or less, or a little below it. */
function largestBelow(total: number, rising: (at: number) => number): number {
  let low = 0;
  let high = 1;
  while (rising(high) <= total) high *= 2;
  for (let k = 0; k < 30; k++) {
    const middle = (low + high) / 2;
    if (rising(middle) <= total) low = middle;
    else high = middle;
  }
  return low;
}

/** Who connects to whom: no neuron to itself, no pair twice. */
function pairs(seed: number, { neurons, connections }: StandInCounts, degree: Uint32Array): { source: Uint32Array; target: Uint32Array } {
  const words = new Words(seed, Draw.targets);
  const slots = slotsOf(uniforms(seed, Draw.in, neurons).map(heavy));
  const source = new Uint32Array(connections);
  const target = new Uint32Array(connections);
  const last = new Int32Array(neurons).fill(-1);
  let k = 0;
  for (let from = 0; from < neurons; from++) {
    last[from] = from;
    for (let left = degree[from]!; left > 0; ) {
      const to = slots[words.below(slots.length)]!;
      if (last[to] === from) continue;
      last[to] = from;
      source[k] = from;
      target[k++] = to;
      left--;
    }
  }
  return { source, target };
}

/** Some 16 slots a neuron, each neuron in a number of them that grows with its `x`: a random slot names a target. */
function slotsOf(x: Float64Array): Uint32Array {
  const slots = new Uint32Array(16 * x.length);
  const share = slots.length / x.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  let filled = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i]!;
    const end = i === x.length - 1 ? slots.length : Math.min(slots.length, Math.round(sum * share));
    slots.fill(i, filled, end);
    filled = end;
  }
  return slots;
}

/** Synapses of each connection: those of 1 to 6 as published, the rest with a heavy tail and the sum that is left. */
function sizes({ connections, few, synapses }: StandInCounts): Int32Array {
  const out = new Int32Array(connections);
  let filled = 0;
  let left = synapses;
  few.forEach((count, n) => {
    out.fill(n + 1, filled, filled + count);
    filled += count;
    left -= count * (n + 1);
  });
  const strong = out.subarray(filled);
  const least = few.length + 1;
  const fill = (factor: number): number => {
    let sum = 0;
    for (let i = 0; i < strong.length; i++) {
      const x = 1 / Math.sqrt((i + 0.5) / strong.length) - 1;
      strong[i] = Math.min(histogram.most, least + Math.floor(factor * x));
      sum += strong[i]!;
    }
    return sum;
  };
  left -= fill(largestBelow(left, fill));
  // From the weakest on: the strongest are at the published maximum.
  for (let i = strong.length - 1; left > 0; i--) {
    strong[i]!++;
    left--;
  }
  return out;
}

/** Hz into each stimulated neuron, and their number at scale 1: as in the published runs. */
export const stimulus = { rate: 200, neurons: 21 } as const;

/**
 * Rows of the stimulated neurons: those that excite most others, after the first half percent. The activity is then of the published
 * order (448 neurons, 17,000 spikes a second): with seed 2, 688 neurons and 14,615 spikes.
 */
export function stimulatedRows({ neurons, source, weight }: Wiring): number[] {
  const outputs = new Uint32Array(neurons);
  for (let k = 0; k < source.length; k++) if (weight[k]! > 0) outputs[source[k]!]!++;
  const order = Array.from(outputs.keys()).sort((a, b) => outputs[b]! - outputs[a]! || a - b);
  const first = Math.round(0.005 * neurons);
  const size = Math.max(1, Math.round((stimulus.neurons * neurons) / releases.v783.neurons));
  return order.slice(first, first + size);
}
