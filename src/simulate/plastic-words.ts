import type { ResolvedNetwork } from "../network/resolved.ts";
import { largestWeight } from "../network/scales.ts";
import { HEADER_WORDS, PLASTIC_WORDS, Plastic } from "../twins/lib/plastic.ts";
import { SERIES } from "../twins/plasticity/modulate.ts";
import { placesOf } from "./beside.ts";
import { controlLayout } from "./control.ts";
import { floatBits } from "./float-bits.ts";
import type { PlasticRows } from "./plastic-rows.ts";
import { teams } from "./wiring.ts";

/** A projection's `struct Plastic`, without its page, and the words of the histories it describes. */
interface PlasticWords {
  readonly words: Uint32Array;
  readonly histories: number;
}

/** Spikes kept of each neuron, a power of two: as many as may be between the oldest that a synapse still asks for and the newest, at one a step. */
export function historyDepth(longestDelay: number, windowSteps: number): number {
  return 2 ** Math.max(5, Math.ceil(Math.log2(longestDelay + 2 * windowSteps + 4)));
}

/**
 * Describes plastic projection `k` to its kernels.
 * @param networks side by side: alike
 * @param scales weight quanta per unit of each population of the first
 */
export function plasticWords(
  rows: PlasticRows,
  k: number,
  networks: readonly ResolvedNetwork[],
  windowSteps: number,
  scales: Float64Array,
): PlasticWords {
  const [network] = networks;
  const { plasticity } = rows;
  const { form } = plasticity;
  const projection = network.projections[rows.projection];
  const [source, target] = [network.populations[projection.source], network.populations[projection.target]];
  const longest = form.delayed ? rows.maxDelay - 2 * plasticity.axonalSteps : 0;
  const depth = historyDepth(longest, windowSteps);
  const preWords = 1 + form.pre.length;
  const postWords = form.post.length === 0 ? 0 : 1 + form.post.length;
  const headWords = postWords === 0 ? 0 : 4 * Math.ceil((2 + postWords) / 4);
  let at = HEADER_WORDS;
  const room = (length: number) => {
    at += length;
    return at - length;
  };
  const [sources, targets] = [source.size * networks.length, target.size * networks.length];
  const totalWords = 2 * Math.max(sources, targets);
  const bound = largestWeight(plasticity.bounds);
  const values: Record<keyof typeof Plastic, number> = {
    source_first: source.first,
    sources: source.size,
    target_first: target.first,
    targets: target.size,
    depth,
    pre_words: preWords,
    post_words: postWords,
    pre_counts: room(sources),
    post_counts: room(targets),
    post_done: room(targets),
    pre_marks: room(sources * depth * preWords),
    post_marks: room(targets * depth * postWords),
    post_heads: room(targets * headWords),
    head_words: headWords,
    target_bits: rows.targetBits,
    synapse_words: rows.words,
    first_cell: (projection.receptor ?? 0) * placesOf(networks).neurons + target.first,
    page_first: 0,
    page_end: 0,
    row_parts: rows.parts,
    delayed: form.delayed ? 1 : 0,
    advance: form.delayed ? 2 * plasticity.axonalSteps : 0,
    longest,
    every: plasticity.everySteps,
    also_every: plasticity.normalise?.everySteps ?? 0,
    scale: floatBits(scales[projection.target]),
    most: floatBits(bound),
    fault: controlLayout(networks).faultsAt.projections + k,
    ...teams(rows),
    totals: room(totalWords),
    total_scale: floatBits(totalScale(rows, bound, network.dt)),
    total_words: totalWords,
    instances: networks.length,
    stride: network.neurons,
    series: plasticity.modulated.length > 0 ? SERIES : 0,
  };
  const words = new Uint32Array(PLASTIC_WORDS);
  for (const [name, value] of Object.entries(values)) words[Plastic[name as keyof typeof Plastic]] = value;
  return { words, histories: at };
}

/** Quanta per unit of a total: as fine as the largest there can be allows, of weights into a target (normalisation) or of a rule's contributions. */
function totalScale({ largestSum, plasticity, extents, parts }: PlasticRows, bound: number, dt: number): number {
  const { form, params } = plasticity;
  let most = Math.max(largestSum, bound);
  if (form.contribute === "source")
    for (let k = 0; k < extents.length; k += 2 * parts) most = Math.max(most, bound * (extents[k + 2 * parts - 1] - extents[k]));
  // A weight counts times a trace; one of a neuron that spikes in each step is the largest.
  const reach = form.contribute ? Math.max(1, ...form.post.map(({ tau }) => -1 / Math.expm1(-dt / params[tau]))) : 1;
  return 2 ** Math.floor(Math.log2((2 ** 31 - 1) / (reach * most)));
}
