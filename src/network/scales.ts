import { InputError } from "../errors.ts";
import type { ResolvedNetwork } from "./resolved.ts";
import { sizeOf } from "./rules/draw.ts";

/** A sum must stay inside 31 bits. */
export const SUM_LIMIT = 2 ** 31 - 1;
/** A quantum may be at most this share of a projection's mean weight, or of an input's. */
const QUANTUM_LIMIT = 1e-4;

/**
 * An upper estimate of the largest sum of |weight| into one neuron of population `p`, as the scale that holds it.
 * @param input size of what reaches a neuron besides synapses in one step, in weight units
 */
export function firstScale(network: ResolvedNetwork, p: number, input: number): number {
  let bound = input;
  let smallest = Infinity;
  for (const projection of network.projections) {
    if (projection.target !== p) continue;
    const { mean, rms, largest } = sizeOf(projection.weight);
    const indegree = projection.synapses / Math.max(1, network.populations[p].size);
    bound += indegree * mean + 6 * Math.sqrt(indegree) * rms + largest;
    if (mean > 0) smallest = Math.min(smallest, mean);
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
