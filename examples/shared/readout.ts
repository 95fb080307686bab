import { GalvaniError, InputError } from "../../src/errors.ts";
import { breathe } from "../../src/plan/breathe.ts";
import { shuffle, Words } from "./draw.ts";
import { LinearClassifier, type Samples } from "./softmax.ts";

/** How a readout is trained. */
export interface ReadoutOptions {
  readonly seed: number;
  readonly epochs: number;
  /** Default 10. */
  readonly classes?: number;
  /** Samples a step of the optimiser; default 250. */
  readonly batch?: number;
  /** Default Adadelta. */
  readonly optimiser?: keyof typeof optimisers;
  /** Default 0.1 for Adadelta, 0.001 for Adam. */
  readonly rate?: number;
  /** Weight of the sum of squares of all weights and biases, halved, in the loss; default 5e-10. */
  readonly l2?: number;
  readonly signal?: AbortSignal;
  /** @param share of the epochs done */
  readonly onProgress?: (share: number) => void;
}

/** What a trained readout is worth. Accuracies are shares, 0 to 1, all of the epoch with the best accuracy on the validation set. */
export interface Readout {
  /** The best epoch, from 1; of equally good ones the first. */
  readonly epoch: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** An entry an epoch: mean loss of its steps, accuracy on the validation set after it. */
  readonly curve: { readonly loss: Float64Array; readonly validation: Float64Array };
  readonly classifier: LinearClassifier;
}

const CLASSES = 10;
const BATCH = 250;
const L2 = 5e-10;
const RATES = { adadelta: 0.1, adam: 0.001 };
/** Stream of the order in which samples are taken. */
const ORDER = 0x72;

/**
 * Counts as the readout of NALSM takes them: each vector over its sum, then all over `largest`. There that is the largest of the batch; here
 * of a whole set, so that no prediction hangs on what else is in its batch.
 * @param counts count * features, sample by sample; a sample of zeros stays so
 * @param largest default: the largest of these; for validation and test that of the training set
 */
export function shares(counts: ArrayLike<number>, features: number, largest?: number): { values: Float32Array; largest: number } {
  const values = new Float32Array(counts.length);
  let most = 0;
  for (let start = 0; start < counts.length; start += features) {
    let sum = 0;
    for (let i = start; i < start + features; i++) sum += counts[i]!;
    if (sum === 0) continue;
    for (let i = start; i < start + features; i++) {
      values[i] = counts[i]! / sum;
      if (values[i]! > most) most = values[i]!;
    }
  }
  const by = largest ?? most;
  if (by > 0) for (let i = 0; i < values.length; i++) values[i]! /= by;
  return { values, largest: by };
}

/** Takes a step down the gradient. */
type Step = () => void;

/** Zeiler's Adadelta as PyTorch has it: rho 0.9, epsilon 1e-6. */
function adadelta({ parameters, gradient }: LinearClassifier, rate: number): Step {
  const [rho, epsilon] = [0.9, 1e-6];
  const squares = new Float64Array(parameters.length);
  const steps = new Float64Array(parameters.length);
  return () => {
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i]!;
      squares[i] = rho * squares[i]! + (1 - rho) * g * g;
      const step = g * Math.sqrt((steps[i]! + epsilon) / (squares[i]! + epsilon));
      steps[i] = rho * steps[i]! + (1 - rho) * step * step;
      parameters[i]! -= rate * step;
    }
  };
}

/** Kingma and Ba's Adam: betas 0.9 and 0.999, epsilon 1e-8. */
function adam({ parameters, gradient }: LinearClassifier, rate: number): Step {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const means = new Float64Array(parameters.length);
  const squares = new Float64Array(parameters.length);
  let [power1, power2] = [1, 1];
  return () => {
    power1 *= beta1;
    power2 *= beta2;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i]!;
      means[i] = beta1 * means[i]! + (1 - beta1) * g;
      squares[i] = beta2 * squares[i]! + (1 - beta2) * g * g;
      parameters[i]! -= (rate * (means[i]! / (1 - power1))) / (Math.sqrt(squares[i]! / (1 - power2)) + epsilon);
    }
  };
}

/** By name; each makes the steps of a classifier at a rate. */
export const optimisers = { adadelta, adam };

/**
 * Trains a linear softmax classifier in mini-batches, from zero weights, in an order drawn anew each epoch; the same for the same seed.
 * The defaults are those of NALSM's readout (Ivanov and Michmizos 2021): Adadelta with rate 0.1, batches of 250, L2 5e-10.
 * @throws InputError for sets that are empty or do not go together, CancelledError (the signal's reason) after `signal`,
 * GalvaniError where the loss leaves the finite range
 */
export async function trainReadout(
  sets: { readonly train: Samples; readonly validation: Samples; readonly test: Samples },
  options: ReadoutOptions,
): Promise<Readout> {
  const { seed, epochs, classes = CLASSES, batch = BATCH, optimiser = "adadelta", l2 = L2, signal, onProgress } = options;
  const { train, validation, test } = sets;
  for (const [name, samples] of Object.entries(sets)) checkSamples(name, samples, train.features, classes);
  const classifier = new LinearClassifier(train.features, classes);
  const step = optimisers[optimiser](classifier, options.rate ?? RATES[optimiser]);
  const words = new Words(seed, ORDER);
  const order = Uint32Array.from(train.labels, (_, k) => k);
  const curve = { loss: new Float64Array(epochs), validation: new Float64Array(epochs) };
  let best = { epoch: 0, validation: -1, parameters: classifier.parameters };
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, words);
    let total = 0;
    for (let from = 0; from < order.length; from += batch) {
      await breathe();
      signal?.throwIfAborted();
      const chosen = order.subarray(from, from + batch);
      total += chosen.length * classifier.loss(train, chosen, l2);
      step();
    }
    curve.loss[epoch] = total / order.length;
    if (!Number.isFinite(total)) throw new GalvaniError(`readout: epoch ${epoch + 1}: the loss is ${total}; lower the rate`);
    curve.validation[epoch] = classifier.accuracy(validation);
    if (curve.validation[epoch]! > best.validation)
      best = { epoch: epoch + 1, validation: curve.validation[epoch]!, parameters: classifier.parameters.slice() };
    onProgress?.((epoch + 1) / epochs);
  }
  classifier.parameters.set(best.parameters);
  return {
    epoch: best.epoch,
    train: classifier.accuracy(train),
    validation: best.validation,
    test: classifier.accuracy(test),
    curve,
    classifier,
  };
}

function checkSamples(name: string, { features, values, labels }: Samples, expected: number, classes: number): void {
  if (labels.length === 0) throw new InputError(`readout.${name}`, labels, "has no sample; give it some");
  if (features !== expected) throw new InputError(`readout.${name}.features`, features, `must be ${expected}, as of the training set`);
  if (values.length !== labels.length * features)
    throw new InputError(`readout.${name}.values`, values, `must be ${labels.length} samples of ${features} features`);
  const wrong = labels.find((label) => label >= classes);
  if (wrong !== undefined) throw new InputError(`readout.${name}.labels`, wrong, `must be 0 to ${classes - 1}`);
}
