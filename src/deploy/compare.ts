import { CancelledError, InputError } from "../errors.ts";
import type { LabelledSet } from "../learn/data.ts";
import type { TrainedModel } from "../learn/model.ts";
import { needWhole } from "../learn/needs.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { DensePasses } from "./dense.ts";
import { type LayerSpikes, SpikingNetwork } from "./spiking.ts";

/** Images that go through the dense layers together. */
const BATCH = 250;

/** What three ways through one trained network make of the same images, encoded once. Accuracies are shares of the images. */
export interface Comparison {
  readonly images: number;
  /** Dense, with soft spikes as in training. */
  readonly soft: number;
  /** Dense, every spike 0 or 1. */
  readonly hard: number;
  /** The event-driven simulator, every spike 0 or 1. */
  readonly spiking: number;
  /** Images of which the last two say the same class. */
  readonly agreement: number;
  /** Decisions for or against a spike in the layers of neurons, and how many differ between the last two. */
  readonly decisions: number;
  readonly mismatches: number;
  /** Mismatches that none before them in their image can have caused, and the largest change of input that any of these hung on. */
  readonly origins: number;
  readonly widest: number;
  /** Spikes of the layers of neurons, of the encoder, and synaptic events, an image. */
  readonly spikes: number;
  readonly inputSpikes: number;
  readonly events: number;
  /** Seconds in the simulator. */
  readonly seconds: number;
  readonly adapter: string;
}

export interface CompareOptions {
  readonly adapter?: AdapterChoice;
  /** Default 250 images a batch. */
  readonly batch?: number;
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Classifies images by a trained network in three ways: dense with soft spikes, dense with hard ones, and as spikes in the event-driven
 * simulator.
 * @throws InputError for a network that cannot be deployed, or images and labels that are not for it; NoAdapterError; CancelledError after `signal`
 */
export async function classify(model: TrainedModel, { pixels, labels }: LabelledSet, options: CompareOptions = {}): Promise<Comparison> {
  const { adapter = "auto", batch = BATCH, onProgress, signal } = options;
  check(model, pixels, labels, batch);
  const dense = await DensePasses.create(model, pixels, Math.min(batch, labels.length), adapter);
  try {
    const network = await SpikingNetwork.create(model, { adapter, signal });
    try {
      const wrong = labels.findIndex((label) => label >= network.classes);
      if (wrong >= 0)
        throw new InputError(
          `labels[${wrong}]`,
          labels[wrong],
          `the network knows ${network.classes} classes, from 0 on; give what it knows`,
        );
      const sums = new Sums(dense);
      for (let k = 0; k < dense.batches; k++) {
        if (signal?.aborted) throw new CancelledError("interrupted");
        await sums.add(network, k, labels);
        onProgress?.((k + 1) / dense.batches);
      }
      return sums.result(labels.length, network.simulation.adapter);
    } finally {
      network.destroy();
    }
  } finally {
    dense.destroy();
  }
}

function check({ network }: TrainedModel, pixels: Uint8Array, labels: Uint8Array, batch: number): void {
  const features = network.input.reduce((product, n) => product * n, 1);
  if (labels.length === 0) throw new InputError("labels", labels, "there is nothing to classify; give one image or more");
  if (pixels.length !== labels.length * features)
    throw new InputError("pixels", pixels, `${labels.length} labels need ${labels.length * features}, ${features} an image`);
  needWhole("batch", batch, 1);
}

/** A comparison while batches are added to it. */
class Sums {
  private readonly right = { soft: 0, hard: 0, spiking: 0 };
  private agreement = 0;
  private decisions = 0;
  private mismatches = 0;
  private origins = 0;
  private widest = 0;
  private spikes = 0;
  private inputSpikes = 0;
  private events = 0;
  private seconds = 0;

  constructor(private readonly dense: DensePasses) {}

  async add(network: SpikingNetwork, k: number, labels: Uint8Array): Promise<void> {
    const { dense } = this;
    const first = k * dense.batch;
    const count = Math.min(dense.batch, labels.length - first);
    const input = await dense.encode(k);
    const soft = await dense.scores(false);
    const hard = await dense.scores(true);
    const started = performance.now();
    const answers = await network.classify(input, dense.batch, count);
    this.seconds += (performance.now() - started) / 1000;
    const classes = answers.scores.length / count;
    for (let image = 0; image < count; image++) {
      const [a, b, c] = [soft, hard, answers.scores].map((scores) => best(scores, image * classes, classes));
      this.right.soft += Number(a === labels[first + image]);
      this.right.hard += Number(b === labels[first + image]);
      this.right.spiking += Number(c === labels[first + image]);
      this.agreement += Number(b === c);
    }
    this.inputSpikes += answers.inputSpikes;
    this.events += answers.events;
    await this.compare(answers.layers, count);
  }

  /** Counts the spikes that differ from those of the last dense pass. */
  private async compare(layers: readonly LayerSpikes[], count: number): Promise<void> {
    const { dense } = this;
    const expected = await dense.spikes();
    /** Of each image its first mismatch: step and layer decide, because a layer's spikes of a step act on later layers in it. */
    const firsts = new Map<number, { step: number; layer: number; neurons: number[] }>();
    layers.forEach(({ neurons, image, step, neuron }, layer) => {
      const found = new Uint8Array(expected[layer].length);
      for (let s = 0; s < step.length; s++) found[(step[s] * dense.batch + image[s]) * neurons + neuron[s]] = 1;
      this.spikes += step.length;
      const steps = found.length / (dense.batch * neurons);
      this.decisions += steps * count * neurons;
      for (let place = 0; place < found.length; place++) {
        const row = Math.floor(place / neurons);
        if (found[place] === expected[layer][place] || row % dense.batch >= count) continue;
        this.mismatches++;
        const at = { step: Math.floor(row / dense.batch), layer };
        const known = firsts.get(row % dense.batch);
        const order = known ? at.step - known.step || at.layer - known.layer : -1;
        if (order < 0) firsts.set(row % dense.batch, { ...at, neurons: [place % neurons] });
        else if (order === 0) known?.neurons.push(place % neurons);
      }
    });
    for (const [image, { step, layer, neurons }] of firsts)
      for (const neuron of neurons) {
        this.origins++;
        this.widest = Math.max(this.widest, await dense.margin(layer, image, step, neuron));
      }
  }

  result(images: number, adapter: string): Comparison {
    const { right, agreement, decisions, mismatches, origins, widest, seconds } = this;
    const share = (sum: number) => sum / images;
    return {
      images,
      soft: share(right.soft),
      hard: share(right.hard),
      spiking: share(right.spiking),
      agreement,
      decisions,
      mismatches,
      origins,
      widest,
      spikes: share(this.spikes),
      inputSpikes: share(this.inputSpikes),
      events: share(this.events),
      seconds,
      adapter,
    };
  }
}

/** The class of the highest score, the first of equals. */
export function best(scores: Float64Array, first = 0, classes = scores.length): number {
  let found = 0;
  for (let c = 1; c < classes; c++) if (scores[first + c] > scores[first + found]) found = c;
  return found;
}
