import { InputError } from "../errors.ts";
import type { ResolvedNetwork, ResolvedProjection } from "./resolved.ts";
import { sizeOf } from "./rules/draw.ts";

/** Steps. */
const LONGEST_DELAY = 32767;

/**
 * What the words of a synapse hold. Two words: `delay << cellBits | cell`, then the weight in fixed point. One word, where every
 * projection has one weight: `class << (32 - classBits) | delay << cellBits | cell`, and `weights[class]` is the weight. A cell is
 * receptor * neurons + target.
 */
export interface SynapseFormat {
  readonly words: 1 | 2;
  readonly cellBits: number;
  /** 0 with two words. */
  readonly classBits: number;
  /** Class of each projection's weight; empty with two words. */
  readonly classes: readonly number[];
  /** Longest delay a word has room for, steps. */
  readonly delayLimit: number;
}

/** Receptors of the model that has most: the width of the ring. */
export function receptorsOf(network: ResolvedNetwork): number {
  return Math.max(1, ...network.populations.map((population) => population.model.receptors.length));
}

/**
 * The shortest format a network's synapses fit.
 * @param held each synapse is to hold its own weight: two words
 * @throws InputError where neurons, receptors and delays do not fit a 32-bit word
 */
export function formatOf(network: ResolvedNetwork, held = false): SynapseFormat {
  const cells = network.neurons * receptorsOf(network);
  const cellBits = Math.max(1, Math.ceil(Math.log2(cells)));
  network.projections.forEach((projection, index) => {
    checkDelays(projection, index, network.dt);
  });
  const { classes, count } = held ? { classes: [], count: 0 } : weightClasses(network);
  const classBits = Math.max(1, Math.ceil(Math.log2(count)));
  const longest = network.projections.reduce((most, { delay }) => Math.max(most, Math.round(sizeOf(delay).largest / network.dt)), 1);
  const short = count > 0 && cellBits + classBits + Math.floor(Math.log2(longest)) + 1 <= 32;
  const delayLimit = 2 ** (32 - cellBits - (short ? classBits : 0)) - 1;
  if (delayLimit < 1)
    throw new InputError("populations", network.neurons, "more neurons and receptors than a 32-bit synapse can name; use fewer");
  return short ? { words: 1, cellBits, classBits, classes, delayLimit } : { words: 2, cellBits, classBits: 0, classes: [], delayLimit };
}

/** Projections of one weight into one population share a class; none where a projection's weights vary. */
function weightClasses({ projections }: ResolvedNetwork): { classes: number[]; count: number } {
  if (projections.some(({ weight }) => typeof weight !== "number")) return { classes: [], count: 0 };
  const keys = projections.map(({ weight, target }) => `${target}:${weight}`);
  const known = [...new Set(keys)];
  return { classes: keys.map((key) => known.indexOf(key)), count: known.length };
}

/** Delays are drawn in parts of a step in 31 bits. */
function checkDelays({ delay }: ResolvedProjection, index: number, dt: number): void {
  const { largest } = sizeOf(delay);
  if (largest / dt > LONGEST_DELAY)
    throw new InputError(
      `projections[${index}].delay`,
      largest,
      `is more than ${LONGEST_DELAY} steps; keep delays to ${LONGEST_DELAY * dt} ms, give the distribution a max, or use a larger dt`,
    );
}

/** @throws InputError for a delay, in steps, that a synapse's word has no room for */
export function checkLongestDelay(steps: number, neurons: number, { delayLimit }: SynapseFormat): void {
  if (steps > delayLimit)
    throw new InputError(
      "projections",
      `${steps} steps`,
      `the longest delay leaves no room beside ${neurons} neurons in a 32-bit synapse; keep delays to ${delayLimit} steps or use a larger dt`,
    );
}
