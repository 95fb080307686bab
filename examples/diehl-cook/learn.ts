import type { Simulation } from "../../src/simulate/simulation.ts";
import type { WeightSnapshots } from "../../src/view/weights.ts";
import type { Images } from "../shared/datasets.ts";
import { accuracyOf, assignClasses, vote } from "../shared/votes.ts";
import { type Learned, NAMES } from "./network.ts";
import { plastic } from "./parameters.ts";
import { present } from "./present.ts";

interface Training {
  readonly images: Images;
  /** Images shown in all; after the last image comes the first again. */
  readonly count: number;
  readonly neurons: number;
  readonly signal: AbortSignal;
  onProgress(done: number): void;
}

export interface Trained extends Learned {
  /** count * neurons: spikes for each image shown, while it was learned from. */
  readonly responses: Uint16Array;
  readonly labels: Uint8Array;
  /** Times images were shown, those with too few spikes included. */
  readonly presentations: number;
  /** Weights at the beginning, and after each twentieth of the images. */
  readonly snapshots: WeightSnapshots;
}

/** Parts of the training after which weights are looked at, and accuracy. */
export const PARTS = 20;

/** Shows the images to a network that learns, which was just made. @throws as `present` */
export async function train(simulation: Simulation, { images, count, neurons, signal, onProgress }: Training): Promise<Trained> {
  const chosen = Uint32Array.from({ length: count }, (_, k) => k % images.count);
  const responses = new Uint16Array(count * neurons);
  const labels = Uint8Array.from(chosen, (k) => images.labels[k]!);
  await normalise(simulation, neurons);
  const times = [0];
  const weights = [(await simulation.weights(NAMES.learned)).weight];
  let presentations = 0;
  let theta = new Float64Array(neurons);
  await present(simulation, {
    images,
    chosen,
    lanes: 1,
    neurons,
    signal,
    seen: async (place, counts, shown) => {
      responses.set(counts, place * neurons);
      presentations += shown;
      onProgress(place + 1);
      if (Math.floor(((place + 1) * PARTS) / count) === Math.floor((place * PARTS) / count)) return;
      times.push(simulation.time);
      weights.push((await simulation.weights(NAMES.learned)).weight);
      theta = simulation.traces()[0]!.values.slice(-neurons) as typeof theta;
    },
  });
  return { weights: weights.at(-1)!, theta, responses, labels, presentations, snapshots: { times, weights } };
}

/** Scales the weights into each neuron to their sum, as the clock does before every image but the first. */
async function normalise(simulation: Simulation, neurons: number): Promise<void> {
  const { weight } = await simulation.weights(NAMES.learned);
  const sums = new Float64Array(neurons);
  weight.forEach((w, k) => {
    sums[k % neurons]! += w;
  });
  await simulation.setWeights(
    NAMES.learned,
    weight.map((w, k) => (w * plastic.sum) / sums[k % neurons]!),
  );
}

/**
 * Accuracy during the training, one part after another: classes of neurons from the responses to a part, and how often their votes are right in
 * the next, whose labels nobody has looked at.
 */
export function accuracies(
  { responses, labels }: Pick<Trained, "responses" | "labels">,
  neurons: number,
): { images: number[]; accuracy: number[] } {
  const ends = Array.from({ length: PARTS + 1 }, (_, k) => Math.floor((k * labels.length) / PARTS));
  const part = (k: number) => ({
    responses: { neurons, counts: responses.subarray(ends[k]! * neurons, ends[k + 1]! * neurons) },
    labels: labels.subarray(ends[k]!, ends[k + 1]!),
  });
  const accuracy = Array.from({ length: PARTS - 1 }, (_, k) => {
    const [before, now] = [part(k), part(k + 1)];
    return accuracyOf(vote(now.responses, assignClasses(before.responses, before.labels)), now.labels);
  });
  return { images: ends.slice(2), accuracy };
}
