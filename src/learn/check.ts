/** What is wrong with a training before any of it is made: one InputError that names the place. */
import { refuseOthers } from "../network/names.ts";
import type { DataSet, LabelledSet } from "./data.ts";
import type { EncoderSpec } from "./encoders.ts";
import type { KeyTable } from "./keys.ts";
import type { LossSpec } from "./losses.ts";
import { need, needNumber, needOneOf, needWhole } from "./needs.ts";
import type { OptimiserSpec } from "./optimisers.ts";
import type { ScheduleSpec } from "./schedules.ts";
import type { Tensor } from "./tensor.ts";
import type { TrainingSettings } from "./training.ts";
import type { NetworkSpec, TrainingSpec } from "./training-spec.ts";

/** A number from 0 to 1, where it is given; @param ends which of the two it may be */
function needShare(place: string, value: number | undefined, ends: "both" | "0" | "1" | "neither"): void {
  const [zero, one] = [ends === "both" || ends === "0", ends === "both" || ends === "1"];
  const ok = value === undefined || (value >= 0 && value <= 1 && (zero || value > 0) && (one || value < 1));
  need(ok, place, value, `a number ${zero ? "of 0 or more" : "above 0"} and ${one ? "1 or less" : "below 1"}`);
}

const TRAINING: Readonly<Record<keyof TrainingSpec, true>> = {
  ...{ network: true, steps: true, batch: true, parts: true, memory: true, truncate: true },
  ...{ encoder: true, loss: true, optimiser: true, schedule: true, sparsity: true, seed: true },
};

const NORMALISED = { mean: true, std: true } as const;
const ENCODERS: KeyTable<EncoderSpec, "encoder"> = {
  bernoulli: { gain: true, ...NORMALISED },
  constant: NORMALISED,
  latency: { form: true, threshold: true, clip: true, ...NORMALISED },
};
const LOSSES: KeyTable<LossSpec, "loss"> = {
  cross_entropy: { over: true },
  cross_entropy_steps: { over: true },
  mse_count: { correct_rate: true, incorrect_rate: true },
  mse_membrane: { on_target: true, off_target: true },
};
const COMMON = { lr: true, clip: true, weight_decay: true } as const;
const OPTIMISERS: KeyTable<OptimiserSpec, "optimiser"> = {
  Adam: { betas: true, eps: true, ...COMMON },
  RAdam: { betas: true, eps: true, ...COMMON },
  SGD: { momentum: true, ...COMMON },
  RMSprop: { alpha: true, eps: true, ...COMMON },
  Adadelta: { rho: true, eps: true, ...COMMON },
};
const SCHEDULES: KeyTable<ScheduleSpec, "schedule"> = {
  constant: {},
  cosine: { epochs: true, lr_min: true },
  step: { epochs: true, gamma: true },
  exponential: { epochs: true, lr_end: true },
};

/** A kind that there is, with its own keys: `spec.optimiser.optimiser` is in `table`, and nothing is beside what that one takes. */
function needKind<Tag extends string>(tag: Tag, spec: Readonly<Record<Tag, string>>, table: Readonly<Record<string, object>>): void {
  const names = Object.keys(table);
  need(names.includes(spec[tag]), `${tag}.${tag}`, spec[tag], `one of ${names.join(", ")}`);
  refuseOthers(tag, spec, [tag, ...Object.keys(table[spec[tag]])]);
}

/** @throws InputError */
export function checkTraining(spec: TrainingSpec, data: DataSet): void {
  refuseOthers("", spec, Object.keys(TRAINING));
  refuseOthers("network", spec.network, ["input", "layers"]);
  const { network, steps, truncate = steps, sparsity = 0 } = spec;
  needWhole("steps", steps, 1);
  needWhole("truncate", truncate, 1, steps);
  checkSettings(spec);
  needNumber("sparsity", sparsity, 0, false);
  checkEncoder(spec.encoder);
  checkLoss(spec.loss);
  need(network.layers.length > 0, "network.layers", network.layers, "a network needs layers");
  network.input.forEach((size, k) => {
    needWhole(`network.input[${k}]`, size, 1);
  });
  checkSet("train", data.train, network);
  checkSet("test", data.test, network);
  const { classes } = data.train;
  need(data.test.classes === classes, "test.classes", data.test.classes, `the training set has ${classes}; both need the same`);
}

/** What every training has. @throws InputError */
export function checkSettings(settings: TrainingSettings): void {
  const { batch, parts = 1, memory, seed, optimiser, schedule = { schedule: "constant" } } = settings;
  needWhole("batch", batch, 1);
  needWhole("parts", parts, 1, batch);
  need(batch % parts === 0, "parts", parts, `must divide the batch of ${batch}`);
  needWhole("memory", memory ?? 1, 1);
  need(memory === undefined || settings.parts === undefined, "memory", memory, "leave out `parts`: they are chosen to fit");
  needWhole("seed", seed, 0);
  checkOptimiser(optimiser);
  checkSchedule(schedule);
}

/** @throws InputError if the network's answer is not a number a class, or the same one kept for all steps */
export function checkOutput(output: Tensor, { network: { layers }, steps }: TrainingSpec, { train: { classes } }: DataSet): void {
  need(output.steps === steps, "steps", steps, "a constant input that reaches no neurons gives the same answer in each; say 1");
  const last = layers.length - 1;
  const remedy = `gives ${output.features} numbers, but the data has ${classes} classes; make them equal`;
  need(output.features === classes, `layers[${last}]`, layers[last].layer, remedy);
}

function checkSet(name: "train" | "test", { shape, pixels, labels, classes }: LabelledSet, network: NetworkSpec): void {
  const features = (sizes: readonly number[]) => sizes.reduce((product, n) => product * n, 1);
  need(
    features(shape) === features(network.input),
    "network.input",
    network.input,
    `an example of the ${name === "train" ? "training" : "test"} set has ${features(shape)} numbers (${shape.join(" x ")}); make them equal`,
  );
  need(labels.length > 0, `${name}.labels`, labels, "a set needs examples");
  const wanted = labels.length * features(shape);
  need(pixels.length === wanted, `${name}.pixels`, pixels, `${labels.length} labels need ${wanted} of them`);
  needWhole(`${name}.classes`, classes, 1);
  const wrong = labels.findIndex((label) => label >= classes);
  need(wrong < 0, `${name}.labels[${wrong}]`, labels[wrong], `labels of ${classes} classes are 0 to ${classes - 1}`);
}

function checkEncoder(spec: EncoderSpec): void {
  needKind("encoder", spec, ENCODERS);
  need(Number.isFinite(spec.mean), "encoder.mean", spec.mean, "a finite number");
  needNumber("encoder.std", spec.std, 0, true);
  if (spec.encoder === "bernoulli") needShare("encoder.gain", spec.gain, "1");
  if (spec.encoder !== "latency") return;
  needOneOf("encoder.form", spec.form, ["log", "linear"]);
  needShare("encoder.threshold", spec.threshold, "neither");
}

function checkLoss(spec: LossSpec): void {
  needKind("loss", spec, LOSSES);
  if (spec.loss === "cross_entropy" || spec.loss === "cross_entropy_steps") needOneOf("loss.over", spec.over, ["mean", "sum"]);
  const given =
    spec.loss === "mse_count" ? ["correct_rate", "incorrect_rate"] : spec.loss === "mse_membrane" ? ["on_target", "off_target"] : [];
  for (const [name, value] of Object.entries(spec).filter(([key]) => given.includes(key)))
    need(value === undefined || Number.isFinite(value), `loss.${name}`, value, "a finite number");
}

function checkOptimiser(spec: OptimiserSpec): void {
  needKind("optimiser", spec, OPTIMISERS);
  checkLearningRate("optimiser.lr", spec.lr ?? 0);
  needNumber("optimiser.clip", spec.clip ?? 1, 0, true);
  needNumber("optimiser.weight_decay", spec.weight_decay ?? 0, 0, false);
  if (spec.optimiser === "SGD") needNumber("optimiser.momentum", spec.momentum ?? 0, 0, false);
  else needNumber("optimiser.eps", spec.eps ?? 1, 0, true);
  if (spec.optimiser === "RMSprop") needShare("optimiser.alpha", spec.alpha, "both");
  if (spec.optimiser === "Adadelta") needShare("optimiser.rho", spec.rho, "both");
  if (spec.optimiser !== "Adam" && spec.optimiser !== "RAdam") return;
  const { betas = [0, 0] } = spec;
  need(betas.length === 2, "optimiser.betas", betas, "two numbers");
  betas.forEach((beta, k) => {
    needShare(`optimiser.betas[${k}]`, beta, "0");
  });
}

function checkSchedule(spec: ScheduleSpec): void {
  needKind("schedule", spec, SCHEDULES);
  if (spec.schedule === "constant") return;
  needWhole("schedule.epochs", spec.epochs, 1);
  if (spec.schedule === "step") needNumber("schedule.gamma", spec.gamma ?? 1, 0, true);
  else if (spec.schedule === "exponential") needNumber("schedule.lr_end", spec.lr_end, 0, true);
  else needNumber("schedule.lr_min", spec.lr_min ?? 0, 0, false);
}

/** @throws InputError for a learning rate that is none */
export function checkLearningRate(place: string, lr: number): void {
  needNumber(place, lr, 0, false);
}
