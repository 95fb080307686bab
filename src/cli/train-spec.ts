import { InputError } from "../errors.ts";
import type { LayerSpec } from "../learn/layers/index.ts";
import type { TrainingSpec } from "../learn/training-spec.ts";
import type { Settings } from "./train-kind.ts";

/** Image sets by name, with what their pixels are normalised by (torchvision's numbers). */
export const IMAGE_SETS = {
  "fashion-mnist": { mean: 0.286, std: 0.353 },
  mnist: { mean: 0.1307, std: 0.3081 },
} as const;
export type ImageSet = keyof typeof IMAGE_SETS;

type NeuronName = Exclude<LayerSpec["layer"], "Linear" | "Conv2d" | "AvgPool2d" | "MaxPool2d" | "Flatten">;
/** Every layer of neurons, as it is without settings of one's own. */
export const NEURONS: Readonly<Record<NeuronName, LayerSpec>> = {
  UltraLIF: { layer: "UltraLIF" },
  UltraPLIF: { layer: "UltraPLIF" },
  UltraDLIF: { layer: "UltraDLIF" },
  UltraDPLIF: { layer: "UltraDPLIF" },
  LIF: { layer: "LIF" },
  PLIF: { layer: "PLIF" },
  AdaLIF: { layer: "AdaLIF" },
  SigmaLIF: { layer: "SigmaLIF" },
  DSpike: { layer: "DSpike" },
  "DSpike+": { layer: "DSpike+" },
  // snnTorch has no defaults for these: of its tutorials 5 and 4.
  Leaky: { layer: "Leaky", beta: 0.95 },
  Synaptic: { layer: "Synaptic", alpha: 0.9, beta: 0.8 },
};

/** What a training on images hangs on, besides its data. */
export interface ImageSettings extends Settings {
  readonly preset: keyof typeof PRESETS;
  readonly neuron: NeuronName;
  readonly timesteps: number;
  readonly hidden: number;
  readonly layers: number;
  readonly sparsity: number;
}

const CLASSES = 10;

/** A way to train: its settings where none are given, and what no option says. */
interface Preset {
  /** One line for people. */
  readonly about: string;
  readonly settings: Omit<ImageSettings, "preset">;
  /** Layers behind the last `Linear`. */
  readonly last: readonly LayerSpec[];
  readonly coding: (set: ImageSet) => Pick<TrainingSpec, "encoder" | "loss">;
}

export const PRESETS: Readonly<Record<"ultralif" | "tutorial-5", Preset>> = {
  ultralif: {
    about: "784-64-10 of arXiv 2602.11206: Bernoulli input, 0.5 times the normalised pixel; cross-entropy of the outputs' mean over time",
    settings: {
      neuron: "UltraDLIF",
      timesteps: 1,
      hidden: 64,
      layers: 1,
      epochs: 100,
      batch: 128,
      lr: 0.001,
      seed: 42,
      sparsity: 0,
      schedule: "constant",
    },
    last: [],
    coding: (set) => ({ encoder: { encoder: "bernoulli", ...IMAGE_SETS[set] }, loss: { loss: "cross_entropy" } }),
  },
  "tutorial-5": {
    about:
      "784-1000-10 of snnTorch's tutorial 5: Leaky, pixels in every step; cross-entropy of the membranes, summed over 25 steps; 1 epoch",
    settings: {
      neuron: "Leaky",
      timesteps: 25,
      hidden: 1000,
      layers: 1,
      epochs: 1,
      batch: 128,
      lr: 0.0005,
      seed: 42,
      sparsity: 0,
      schedule: "constant",
    },
    last: [{ layer: "Leaky", beta: 0.95, readout: "membrane" }],
    coding: () => ({ encoder: { encoder: "constant", mean: 0, std: 1 }, loss: { loss: "cross_entropy_steps", over: "sum" } }),
  },
};

/** Settings from a preset's (default `ultralif`) and those that were given. @throws InputError for --neuron beside a preset that has its own */
export function settingsOf({ preset = "ultralif", ...given }: Partial<ImageSettings>): ImageSettings {
  if (preset !== "ultralif" && given.neuron !== undefined)
    throw new InputError("--neuron", given.neuron, `--preset ${preset} has its own neurons; leave one of them out`);
  return { preset, ...PRESETS[preset].settings, ...given };
}

/** Whether a checkpoint's settings are such. */
export function areSettings(value: unknown): value is ImageSettings {
  if (typeof value !== "object" || value === null) return false;
  const found: Readonly<Record<string, unknown>> = { ...value };
  const kinds = Object.entries(PRESETS.ultralif.settings).every(([name, known]) => typeof found[name] === typeof known);
  return kinds && Object.keys(PRESETS).includes(String(found.preset));
}

/** The training that settings describe. @param features of an example: pixels */
export function specOf(settings: ImageSettings, set: ImageSet, features: number): TrainingSpec {
  const { preset, neuron, timesteps, hidden, layers, epochs, batch, lr, seed, sparsity, schedule } = settings;
  const linear = (k: number, out_features: number): LayerSpec => ({
    layer: "Linear",
    in_features: k === 0 ? features : hidden,
    out_features,
  });
  const inner = Array.from({ length: layers }, (_, k) => [linear(k, hidden), NEURONS[neuron]]).flat();
  return {
    network: { input: [features], layers: [...inner, linear(layers, CLASSES), ...PRESETS[preset].last] },
    steps: timesteps,
    batch,
    ...PRESETS[preset].coding(set),
    optimiser: { optimiser: "Adam", lr },
    ...(schedule === "cosine" && { schedule: { schedule, epochs } }),
    ...(sparsity > 0 && { sparsity }),
    seed,
  };
}
