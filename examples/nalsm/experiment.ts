import type { Spikes } from "../../src/simulate/recorder.ts";
import type { Bench } from "../example.ts";
import type { Images } from "../shared/datasets.ts";
import { Words } from "../shared/draw.ts";
import { shares } from "../shared/readout.ts";
import { Activity, Liquid, type LiquidOptions, type LiquidWeights } from "./liquid.ts";
import { RATE, SHOWN } from "./parameters.ts";
import type { Sets } from "./readouts.ts";
import { bernoulli, probabilities } from "./spikes.ts";

/** The images of the experiment: those to learn from first, then those to be asked about. */
export interface Shown {
  readonly images: Images;
  readonly train: number;
}

/** Streams of the input spikes: of image k while the liquid is made ready, and of image k when it is read; and of the choice of the former. */
const Stream = { initialisation: 0x400000, data: 0, chosen: 0x205 } as const;
/** Snapshots of the weights while the liquid is made ready, the first and the last included. */
const SNAPSHOTS = 40;

/** Weights while a liquid was made ready. */
export interface Readied {
  readonly weights: LiquidWeights;
  /** `times[i]`: ms of images shown so far. */
  readonly snapshots: { readonly times: readonly number[]; readonly weights: readonly LiquidWeights[] };
}

/** Reports how far a part of the study is. */
type Report = (share: number) => void;

/** Makes a liquid ready: images drawn from those to learn from, 20 ms each, plasticity on, weights carried over, all else quiet each time. */
export async function initialise(options: LiquidOptions, shown: Shown, count: number, bench: Bench, report: Report): Promise<Readied> {
  const liquid = await Liquid.create("initialisation", options, bench);
  try {
    bench.ran(liquid.simulation);
    const probability = probabilities(shown.images);
    const chosen = new Words(options.seed, Stream.chosen);
    let weights = await liquid.weights();
    const times = [0];
    const snapshots = [weights];
    for (let k = 0; k < count; k++) {
      const p = probability(chosen.below(shown.train));
      await liquid.show(bernoulli(p, SHOWN.initialisation, options.seed, Stream.initialisation + k), SHOWN.initialisation, weights);
      weights = await liquid.weights();
      if (Math.floor(((k + 1) * (SNAPSHOTS - 1)) / count) > snapshots.length - 1) {
        times.push((k + 1) * SHOWN.initialisation);
        snapshots.push(weights);
      }
      report((k + 1) / count);
    }
    return { weights, snapshots: { times, weights: snapshots } };
  } finally {
    liquid.simulation.destroy();
  }
}

/** What a liquid made of all images. */
export interface Response {
  readonly sets: Sets;
  readonly activity: Activity;
  readonly seconds: number;
}

/** Shows all images to a liquid, each from its quiet state and its own weights: the spike counts that a readout gets. */
export async function respond(liquid: Liquid, shown: Shown, neurons: number, seed: number, report: Report): Promise<Response> {
  const { images, train } = shown;
  const probability = probabilities(images);
  const activity = new Activity(neurons, SHOWN.data);
  const counts = new Uint16Array(images.count * neurons);
  const started = performance.now();
  for (let k = 0; k < images.count; k++) {
    const spikes = await liquid.show(bernoulli(probability(k), SHOWN.data, seed, Stream.data + k), SHOWN.data);
    counts.set(activity.add(spikes), k * neurons);
    report((k + 1) / images.count);
  }
  return { sets: setsOf(counts, neurons, images.labels, train), activity, seconds: (performance.now() - started) / 1000 };
}

/** Vectors of all images as a readout takes them: each over its sum, all over the largest of those to learn from. */
export function setsOf(vectors: Uint8Array | Uint16Array, features: number, labels: Uint8Array, train: number): Sets {
  const learned = shares(vectors.subarray(0, train * features), features);
  const asked = shares(vectors.subarray(train * features), features, learned.largest);
  return {
    train: { features, values: learned.values, labels: labels.subarray(0, train) },
    test: { features, values: asked.values, labels: labels.subarray(train) },
  };
}

/** One image, millisecond by millisecond. */
export interface Closeup {
  readonly label: number;
  readonly spikes: Spikes;
  /** Before each ms: the astrocyte, and the rates it sets. */
  readonly times: Float64Array;
  readonly astrocyte: Float64Array;
  readonly depression: Float64Array;
  readonly potentiation: Float64Array;
  /** Largest change of a weight during the image. */
  readonly moved: number;
}

/** Watches a plastic liquid while it is shown the first test image. */
export async function watch(liquid: Liquid, shown: Shown, seed: number, weights: LiquidWeights): Promise<Closeup> {
  const { images, train } = shown;
  const { simulation } = liquid;
  const image = Math.min(train, images.count - 1);
  await liquid.prepare(bernoulli(probabilities(images)(image), SHOWN.data, seed, Stream.data + image));
  const series = () => new Float64Array(SHOWN.data);
  const [times, astrocyte, depression, potentiation] = [series(), series(), series(), series()];
  for (let t = 0; t < SHOWN.data; t++) {
    const { astrocyte: m, fade } = (await simulation.modulators()) as { astrocyte: number; fade: number };
    times[t] = t;
    astrocyte[t] = m;
    depression[t] = m * fade;
    potentiation[t] = RATE * fade;
    await simulation.run(1);
  }
  const after = await liquid.weights();
  const moved = after.reduce((most, list, k) => list.reduce((m, w, i) => Math.max(m, Math.abs(w - weights[k]![i]!)), most), 0);
  return { label: images.labels[image]!, spikes: simulation.spikes(), times, astrocyte, depression, potentiation, moved };
}
