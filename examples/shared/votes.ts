/** Reading a class from which neurons fire, as Diehl and Cook (2015) do: no weights are trained for it. */
import { InputError } from "../../src/errors.ts";

/** What `assignClasses` gives a neuron that never fired, and `vote` an image that made no assigned neuron fire. */
export const NO_CLASS = -1;

/** Spike counts of neurons while images were shown. */
interface Responses {
  readonly neurons: number;
  /** images * neurons, image by image. */
  readonly counts: Uint32Array | Uint16Array | Uint8Array | Float32Array;
}

/**
 * The class that each neuron fires most for: the one with the largest mean count over its images; of equal ones the first.
 * @param labels one an image
 * @returns one a neuron; `NO_CLASS` where it never fired
 * @throws InputError where counts and labels do not go together, or a label is not below `classes`
 */
export function assignClasses({ neurons, counts }: Responses, labels: Uint8Array, classes = 10): Int16Array {
  if (counts.length !== labels.length * neurons)
    throw new InputError("votes.counts", counts, `must be ${labels.length} images of ${neurons} neurons`);
  const images = new Float64Array(classes);
  const sums = new Float64Array(classes * neurons);
  for (let k = 0; k < labels.length; k++) {
    const label = labels[k]!;
    if (label >= classes) throw new InputError(`votes.labels[${k}]`, label, `must be 0 to ${classes - 1}`);
    images[label]!++;
    for (let n = 0; n < neurons; n++) sums[label * neurons + n]! += counts[k * neurons + n]!;
  }
  return Int16Array.from({ length: neurons }, (_, n) => {
    let [best, most] = [NO_CLASS, 0];
    for (let c = 0; c < classes; c++) {
      const mean = images[c] === 0 ? 0 : sums[c * neurons + n]! / images[c]!;
      if (mean > most) [best, most] = [c, mean];
    }
    return best;
  });
}

/**
 * The class of each image: the one whose neurons fire most on average; of equal ones the first.
 * @param assigned one a neuron, from `assignClasses`
 * @returns one an image; `NO_CLASS` where no assigned neuron fired
 */
export function vote({ neurons, counts }: Responses, assigned: Int16Array, classes = 10): Int16Array {
  if (assigned.length !== neurons) throw new InputError("votes.assigned", assigned, `must be a class for each of ${neurons} neurons`);
  const members = new Float64Array(classes);
  for (const c of assigned) if (c !== NO_CLASS) members[c]!++;
  const sums = new Float64Array(classes);
  return Int16Array.from({ length: counts.length / neurons }, (_, k) => {
    sums.fill(0);
    for (let n = 0; n < neurons; n++) if (assigned[n] !== NO_CLASS) sums[assigned[n]!]! += counts[k * neurons + n]!;
    let [best, most] = [NO_CLASS, 0];
    for (let c = 0; c < classes; c++) {
      const mean = members[c] === 0 ? 0 : sums[c]! / members[c]!;
      if (mean > most) [best, most] = [c, mean];
    }
    return best;
  });
}

/** Share of the images whose class is their label; an image without a class counts as wrong. */
export function accuracyOf(predicted: Int16Array, labels: Uint8Array): number {
  if (predicted.length !== labels.length)
    throw new InputError("votes.predicted", predicted, `must be a class for each of ${labels.length} labels`);
  let right = 0;
  for (let k = 0; k < labels.length; k++) if (predicted[k] === labels[k]) right++;
  return right / labels.length;
}
