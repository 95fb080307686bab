import { InputError } from "../../src/errors.ts";
import type { Bench, ExampleOptions, Finding, Study, StudyResult } from "../example.ts";
import { folderOf, refuse, scaleOf, variantOf } from "../options.ts";
import { type DataSets, IMAGE_FILES, loadImages } from "../shared/datasets.ts";
import { initialise, type Response, respond, type Shown, setsOf, watch } from "./experiment.ts";
import { figuresOf, type Results, weightsOf } from "./figures.ts";
import { Liquid, type LiquidOptions } from "./liquid.ts";
import { IMAGES, INDEPENDENT, PUBLISHED, type Size, sizes } from "./parameters.ts";
import { type Read, read } from "./readouts.ts";
import { SOURCES, type Topology, topologyOf } from "./topology.ts";

/** Accuracy, percent, that the small liquid is to reach at full scale, and the bounds of its network ratio. */
const BARS = { accuracy: 82, ratio: [0.95, 1.1] } as const;
const VARIANTS = Object.keys(sizes) as Size[];
/** Fewest images that a share of the experiment may have, of each kind. */
const FEWEST = 20;

/** Rough shares of the time that the parts of the study take. */
const parts = { initialisation: 0.12, plastic: 0.55, frozen: 0.28, readouts: 0.05 } as const;

/** Where the progress of each part begins and ends. */
function reporter(bench: Bench): (part: keyof typeof parts, text: string) => (share: number) => void {
  let begun = 0;
  return (part, text) => {
    const from = begun;
    begun += parts[part];
    return (share) => bench.progress(from + share * parts[part], text);
  };
}

/**
 * The experiment on given images.
 * @param initialisations images shown while the liquid is made ready
 */
export async function experiment(options: LiquidOptions, shown: Shown, initialisations: number, bench: Bench): Promise<Results> {
  const part = reporter(bench);
  const { topology, seed } = options;
  const readied = await initialise(options, shown, initialisations, bench, part("initialisation", "making the liquid ready"));
  const plasticLiquid = await Liquid.create("data", options, bench, readied.weights);
  let plastic: Response, closeup: Results["closeup"];
  try {
    plastic = await respond(plasticLiquid, shown, topology.neurons, seed, part("plastic", "images: plastic liquid"));
    closeup = await watch(plasticLiquid, shown, seed, readied.weights);
  } finally {
    plasticLiquid.simulation.destroy();
  }
  const frozenLiquid = await Liquid.create("frozen", options, bench);
  let frozen: Response;
  try {
    frozen = await respond(frozenLiquid, shown, topology.neurons, seed, part("frozen", "images: frozen liquid"));
  } finally {
    frozenLiquid.simulation.destroy();
  }
  const { images, train } = shown;
  const pixels = setsOf(images.pixels, images.rows * images.columns, images.labels, train);
  const report = part("readouts", "readouts");
  const accuracies = {
    plastic: await read(plastic.sets, seed, bench.signal, (share) => report(share / 3)),
    frozen: await read(frozen.sets, seed, bench.signal, (share) => report((1 + share) / 3)),
    pixels: await read(pixels, seed, bench.signal, (share) => report((2 + share) / 3)),
  };
  return { readied, plastic, frozen, closeup, accuracies };
}

/** The first images of both files, those to learn from first. */
export function firstOf(data: DataSets, train: number, test: number): Shown {
  const { rows, columns } = data.train;
  for (const [name, wanted] of [
    ["train", train],
    ["test", test],
  ] as const)
    if (data[name].count < wanted)
      throw new InputError(
        "data",
        data[name].count,
        `has too few images to ${name}; this study takes ${wanted} of them (or a lower --scale)`,
      );
  const size = rows * columns;
  const pixels = new Uint8Array((train + test) * size);
  pixels.set(data.train.pixels.subarray(0, train * size));
  pixels.set(data.test.pixels.subarray(0, test * size), train * size);
  const labels = new Uint8Array(train + test);
  labels.set(data.train.labels.subarray(0, train));
  labels.set(data.test.labels.subarray(0, test), train);
  return { images: { count: train + test, rows, columns, pixels, labels }, train };
}

/** At full scale and the small size the bars hold; a share of the images is for looking. */
function findingsOf(results: Results, topology: Topology, judged: boolean): Finding[] {
  const { accuracies, plastic, frozen, readied, closeup } = results;
  const [low, high] = BARS.ratio;
  const judge = (holds: boolean) => (judged ? { holds } : {});
  const beside = (value: string | number) => `${value} (${INDEPENDENT.source})`;
  const accuracy = (name: string, { accuracy: measured }: Read) => ({ name: `${name}: test images named right (%)`, measured });
  return [
    {
      ...accuracy("plastic liquid", accuracies.plastic),
      expected: `${BARS.accuracy} or more; ${beside(INDEPENDENT.nalsm)}; published: ${PUBLISHED.accuracy} (${PUBLISHED.source})`,
      ...judge(accuracies.plastic.accuracy >= BARS.accuracy),
    },
    { ...accuracy("frozen liquid", accuracies.frozen), expected: beside(INDEPENDENT.frozen) },
    { ...accuracy("raw pixels", accuracies.pixels), expected: beside(INDEPENDENT.pixels) },
    {
      name: "plastic liquid: network ratio n(t+1)/n(t)",
      measured: plastic.activity.ratio,
      expected: `${low} to ${high}; ${beside(INDEPENDENT.ratio)}`,
      ...judge(plastic.activity.ratio >= low && plastic.activity.ratio <= high),
    },
    { name: "frozen liquid: network ratio n(t+1)/n(t)", measured: frozen.activity.ratio, expected: beside(INDEPENDENT.frozenRatio) },
    { name: "plastic liquid: rate (Hz)", measured: plastic.activity.rate, expected: beside(INDEPENDENT.rate) },
    { name: "frozen liquid: rate (Hz)", measured: frozen.activity.rate, expected: beside(INDEPENDENT.frozenRate) },
    { name: "synapses", measured: topology.synapses, expected: `${INDEPENDENT.synapses.toLocaleString("en")}, give or take the draw` },
    ...SOURCES.map((kind, k) => ({
      name: `mean change of weights from ${kind} neurons while made ready`,
      measured: meanChange(weightsOf(readied.snapshots.weights[0]!, k), weightsOf(readied.weights, k)),
      expected: "above 0: no figure is published",
    })),
    { name: "largest change of a weight during one image", measured: closeup.moved, expected: "above 0: no figure is published" },
  ];
}

function meanChange(before: Float32Array, after: Float32Array): number {
  return before.reduce((sum, w, i) => sum + Math.abs(after[i]! - w), 0) / before.length;
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, nalsm);
  const size = variantOf(VARIANTS, options);
  const scale = scaleOf(options);
  const count = (full: number) => Math.max(FEWEST, Math.round(scale * full));
  const shown = firstOf(await loadImages(folderOf(options, IMAGE_FILES)), count(IMAGES.train), count(IMAGES.test));
  const { grid, astrocyteWeight } = sizes[size];
  const { seed } = options;
  const topology = topologyOf(grid, shown.images.rows * shown.images.columns, seed);
  const results = await experiment({ topology, seed, astrocyteWeight }, shown, count(IMAGES.initialisation), bench);
  return {
    findings: findingsOf(results, topology, size === "small" && scale === 1),
    figures: figuresOf(results),
    notes: notesOf(results, shown),
  };
}

function notesOf({ accuracies, plastic, frozen }: Results, { images, train }: Shown): string[] {
  const each = ({ seconds }: Response) => `${((1000 * seconds) / images.count).toFixed(0)} ms`;
  const how = (name: string, { l2, epochs }: Read) => `${name}: L2 ${l2}, ${epochs} epochs`;
  return [
    "With this few images a plastic liquid is no better than the frozen one or the pixels themselves: what is published is of a larger liquid and more images.",
    `${train.toLocaleString("en")} images to learn from, ${(images.count - train).toLocaleString("en")} to be asked about.`,
    `An image took ${each(plastic)} in the plastic liquid, ${each(frozen)} in the frozen one.`,
    `Readouts, chosen on images held back: ${how("plastic", accuracies.plastic)}; ${how("frozen", accuracies.frozen)}; ${how("pixels", accuracies.pixels)}.`,
  ];
}

/** Neuron-astrocyte liquid state machine. */
export const nalsm: Study = {
  name: "nalsm",
  kind: "plasticity",
  title: "a liquid whose plasticity an astrocyte holds at the edge of chaos, read out from Fashion-MNIST",
  source: "Ivanov and Michmizos (NeurIPS 2021), and their code",
  variants: VARIANTS,
  scales: true,
  data: { folder: IMAGE_FILES, optional: false },
  run,
};
