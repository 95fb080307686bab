import { InputError } from "../errors.ts";
import type { ResolvedNetwork } from "./resolved.ts";
import { sizeOf } from "./rules/draw.ts";

/** A sum must stay inside 31 bits. */
export const SUM_LIMIT = 2 ** 31 - 1;
/** A quantum may be at most this share of a projection's mean weight, or of an input's. */
const QUANTUM_LIMIT = 1e-4;

/**
 * Scales to begin with: the largest power of two that holds an estimate of the largest sum of |weight| into one neuron, and the sums of
 * given edges as they are: few given networks have in-degrees as even as the estimate thinks.
 * @param inputBound size of what reaches a neuron besides synapses in one step, per population, in weight units
 */
export function firstScales(network: ResolvedNetwork, inputBound: readonly number[]): Float64Array {
  const scales = Float64Array.from(network.populations, (_, p) => firstScale(network, p, inputBound[p]));
  network.populations.forEach((_, p) => {
    while (givenSum(network, p, scales[p]) + inputBound[p] * scales[p] > SUM_LIMIT) scales[p] /= 2;
  });
  return scales;
}

/** Populations whose sums, with what reaches them besides synapses, do not fit at these scales: half the scale of each, and try again. */
export function tightPopulations(largestSums: ArrayLike<number>, inputBound: readonly number[], scales: Float64Array): number[] {
  return Array.from(scales.keys()).filter((p) => (largestSums[p] + inputBound[p]) * scales[p] > SUM_LIMIT);
}

/** Largest sum of |weight| of given edges into a receptor of a neuron of population `p`, in quanta. */
function givenSum({ projections, populations }: ResolvedNetwork, p: number, scale: number): number {
  const { size, model } = populations[p];
  const given = projections.filter(({ rule, target, plasticity }) => rule.kind === "edges" && target === p && !plasticity);
  if (given.length === 0) return 0;
  const last = model.receptors.length - 1;
  const sums = new Float64Array(model.receptors.length * size);
  for (const { rule, weight, receptor } of given) {
    if (rule.kind !== "edges" || !(typeof weight === "number" || weight instanceof Float64Array)) continue;
    const { target } = rule;
    for (let e = 0; e < target.length; e++) {
      const quanta = Math.round((typeof weight === "number" ? weight : weight[e]) * scale);
      sums[(receptor ?? (quanta < 0 ? last : 0)) * size + target[e]] += Math.abs(quanta);
    }
  }
  return sums.reduce((most, sum) => Math.max(most, sum), 0);
}

/** The largest size a plastic weight may have. */
export function largestWeight([least, most]: readonly [number, number]): number {
  return Math.max(Math.abs(least), Math.abs(most));
}

function firstScale(network: ResolvedNetwork, p: number, input: number): number {
  let bound = input;
  let smallest = Infinity;
  for (const projection of network.projections) {
    if (projection.target !== p) continue;
    const { mean, rms, largest } = sizeOf(projection.plasticity ? largestWeight(projection.plasticity.bounds) : projection.weight);
    const indegree = projection.synapses / Math.max(1, network.populations[p].size);
    bound += indegree * mean + 6 * Math.sqrt(indegree) * rms + largest;
    const least = sizeOf(projection.weight).mean;
    if (least > 0) smallest = Math.min(smallest, least);
  }
  for (const other of network.inputs)
    if (other.target === p && "weight" in other && other.weight !== 0) smallest = Math.min(smallest, Math.abs(other.weight));
  if (bound === 0) return 1;
  // Finer than 2^-24 of the smallest weight serves nobody, and keeps a lone weak synapse from an absurd scale.
  const finest = smallest === Infinity ? 2 ** 30 : 2 ** Math.floor(Math.log2(2 ** 24 / smallest));
  return Math.min(finest, 2 ** Math.floor(Math.log2(SUM_LIMIT / bound)));
}

/** @throws InputError where a weight cannot be held finely enough */
export function checkQuanta(network: ResolvedNetwork, scales: Float64Array): void {
  network.projections.forEach(({ weight, target }, index) => {
    checkQuantum(network, scales, target, sizeOf(weight).mean, `projections[${index}].weight`);
  });
  network.inputs.forEach((input, index) => {
    if ("weight" in input) checkQuantum(network, scales, input.target, Math.abs(input.weight), `inputs[${index}].weight`);
  });
}

function checkQuantum(network: ResolvedNetwork, scales: Float64Array, target: number, mean: number, place: string): void {
  const quantum = 1 / scales[target];
  if (mean > 0 && quantum > QUANTUM_LIMIT * mean)
    throw new InputError(
      place,
      mean,
      `is lost in the fixed-point range of "${network.populations[target].name}" (one quantum is ${quantum.toPrecision(3)}); ` +
        "the weights and inputs into that population differ too much in size: bring them closer or lower the in-degree",
    );
}
