import { product } from "../../src/wasm/algebra/product.ts";
import { rowSums } from "../../src/wasm/algebra/row-sums.ts";
import type { Words } from "../shared/draw.ts";
import { advance } from "./neurons.ts";
import { CLASSES, DECAY, STEPS, THRESHOLD } from "./parameters.ts";

/** Weight of each step in a weighted firing rate, the last step's the largest; they add up to 1. */
const stepWeights = weightsOfSteps();
/** Share of the potential at the end in the weighted mean current. */
const POTENTIAL_SHARE = stepWeights[STEPS - 1]!;

function weightsOfSteps(): Float64Array {
  const powers = Float64Array.from({ length: STEPS }, (_, t) => DECAY ** (STEPS - 1 - t));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** Weighted rate and number of spikes of every train of the first half of the steps, and of the second. */
const HALF_BITS = STEPS / 2;
const HALF = 1 << HALF_BITS;
const rateTables = { early: tableFrom(0), late: tableFrom(HALF_BITS) };

function tableFrom(first: number): { rate: Float64Array; spikes: Uint8Array } {
  const [rate, spikes] = [new Float64Array(HALF), new Uint8Array(HALF)];
  for (let train = 0; train < HALF; train++)
    for (let t = 0; t < HALF_BITS; t++) {
      if (((train >> t) & 1) === 0) continue;
      rate[train]! += stepWeights[first + t]!;
      spikes[train]!++;
    }
  return { rate, spikes };
}

/**
 * A feed-forward network of leaky integrate-and-fire neurons without biases, and a readout that takes the weighted mean of the currents
 * into it. Images are constant currents into the first layer, as in the paper: they do not change during the 20 steps, and their
 * representation, the pixels, is free of sampling noise. Its layers are dense, in plain TypeScript over compiled loops of the CPU, until
 * Galvani has dense kernels (Part 4).
 *
 * Spikes are hard: what a layer sends on in a step is 0 or 1. Gradients are those of spike representations (Meng et al. 2022, DSR): the
 * weighted rate of a neuron is close to clamp(mean current / threshold, 0, 1), whose slope is used.
 */
export class SpikingNetwork {
  /** Neurons of the input, the hidden layers and the readout. */
  readonly sizes: readonly number[];
  /** Of each layer: inputs x outputs. */
  readonly weights: readonly Float32Array[];
  /** What each layer last received, batch x inputs: pixels, then weighted firing rates. */
  readonly inputs: readonly Float32Array[];
  /** batch x classes. */
  readonly logits: Float32Array;
  /** Of each hidden layer, and samples shown, since the network was made. */
  private readonly spikes: number[];
  private shown = 0;
  private readonly currents: readonly Float32Array[];
  /** Of each hidden layer, batch x neurons: slope of the weighted rate over the mean current. */
  private readonly slopes: readonly Float32Array[];
  private readonly deltas: readonly Float32Array[];
  private readonly gradients: readonly Float32Array[];
  /** Bit t: a spike in step t. */
  private readonly trains: Uint32Array;
  private readonly potentials: Float32Array;
  private readonly lists: { indices: Uint32Array; ends: Uint32Array };

  /** @param words for the initial weights: uniform within 1 / sqrt(inputs) */
  constructor(
    pixels: number,
    hidden: readonly number[],
    readonly batch: number,
    words: Words,
  ) {
    this.sizes = [pixels, ...hidden, CLASSES];
    const pairs = this.sizes.slice(1).map((outputs, l) => [this.sizes[l]!, outputs] as const);
    this.weights = pairs.map(([inputs, outputs]) => {
      const bound = 1 / Math.sqrt(inputs);
      return Float32Array.from({ length: inputs * outputs }, () => bound * ((words.word() + 0.5) / 2 ** 31 - 1));
    });
    const perSample = (n: number) => new Float32Array(batch * n);
    this.inputs = pairs.map(([inputs]) => perSample(inputs));
    this.logits = perSample(CLASSES);
    this.currents = hidden.map((n, l) => perSample(l === 0 ? n : n * STEPS));
    this.slopes = hidden.map(perSample);
    this.deltas = pairs.map(([, outputs]) => perSample(outputs));
    this.gradients = pairs.map(([inputs, outputs]) => new Float32Array(inputs * outputs));
    this.spikes = hidden.map(() => 0);
    const widest = Math.max(...hidden);
    this.trains = new Uint32Array(batch * widest);
    this.potentials = new Float32Array(batch * widest);
    this.lists = { indices: new Uint32Array(batch * STEPS * widest), ends: new Uint32Array(batch * STEPS) };
  }

  /** Runs `STEPS` steps for the first `count` samples of `inputs[0]`. */
  forward(count: number): void {
    const { sizes, weights, inputs, currents, slopes, trains, potentials, lists } = this;
    const hidden = currents.length;
    for (let l = 0; l < hidden; l++) {
      const [before, here] = [sizes[l]!, sizes[l + 1]!];
      if (l === 0) product(count, here, before, inputs[0]!, weights[0]!, currents[0]!);
      else {
        listSpikes(count, before, trains, lists.indices, lists.ends);
        rowSums(count * STEPS, before, here, lists.indices, lists.ends, weights[l]!, currents[l]!);
      }
      advance(count, here, currents[l]!, l === 0, trains, potentials);
      this.spikes[l]! += represent(count * here, trains, potentials, inputs[l + 1]!, slopes[l]!);
    }
    this.shown += count;
    // The weighted mean over steps of what spikes put in is what their weighted rates put in.
    product(count, CLASSES, sizes[hidden]!, inputs[hidden]!, weights[hidden]!, this.logits);
  }

  /** Spikes per neuron and step of each hidden layer, over all samples shown since the network was made. */
  rates(): number[] {
    return this.spikes.map((spikes, l) => spikes / (this.shown * this.sizes[l + 1]! * STEPS));
  }

  /** The class of each sample. */
  predict(count: number, classes: Uint8Array): void {
    const { logits } = this;
    for (let i = 0; i < count; i++) {
      let best = 0;
      for (let c = 1; c < CLASSES; c++) if (logits[CLASSES * i + c]! > logits[CLASSES * i + best]!) best = c;
      classes[i] = best;
    }
  }

  /** Errors of the last `forward` go back through the layers, for cross-entropy averaged over the samples. */
  backward(count: number, labels: Uint8Array): void {
    const { sizes, weights, slopes, deltas } = this;
    softmaxError(count, this.logits, labels, deltas.at(-1)!);
    for (let l = slopes.length - 1; l >= 0; l--) {
      const delta = deltas[l]!;
      product(count, sizes[l + 1]!, sizes[l + 2]!, deltas[l + 1]!, weights[l + 1]!, delta, "right");
      const slope = slopes[l]!;
      for (let i = count * sizes[l + 1]! - 1; i >= 0; i--) delta[i]! *= slope[i]!;
    }
  }

  /** Gradient descent of one layer after `backward`. @param presynaptic the layer's inputs, or what is left of them after projection; count x inputs */
  descend(layer: number, count: number, presynaptic: Float32Array, rate: number): void {
    const [weights, gradient] = [this.weights[layer]!, this.gradients[layer]!];
    product(this.sizes[layer]!, this.sizes[layer + 1]!, count, presynaptic, this.deltas[layer]!, gradient, "left");
    for (let i = 0; i < weights.length; i++) weights[i]! -= rate * gradient[i]!;
  }
}

/**
 * What spike trains amount to: weighted rates, and the slope at the neuron's weighted mean current. Returns the number of spikes.
 * @param potentials at the end: with the spikes they give the mean current, without a sum of its own
 */
function represent(n: number, trains: Uint32Array, potentials: Float32Array, rates: Float32Array, slopes: Float32Array): number {
  const { early, late } = rateTables;
  let spikes = 0;
  for (let i = 0; i < n; i++) {
    const train = trains[i]!;
    const [low, high] = [train & (HALF - 1), train >>> HALF_BITS];
    const rate = early.rate[low]! + late.rate[high]!;
    const drive = rate + (potentials[i]! * POTENTIAL_SHARE) / THRESHOLD;
    rates[i] = rate;
    slopes[i] = drive > 0 && drive < 1 ? 1 / THRESHOLD : 0;
    spikes += early.spikes[low]! + late.spikes[high]!;
  }
  return spikes;
}

/** The neurons that spiked, for each sample and step. */
function listSpikes(count: number, neurons: number, trains: Uint32Array, indices: Uint32Array, ends: Uint32Array): void {
  const next = new Uint32Array(STEPS);
  let total = 0;
  for (let sample = 0; sample < count; sample++) {
    const first = sample * neurons;
    next.fill(0);
    for (let n = 0; n < neurons; n++) {
      for (let left = trains[first + n]! | 0; left !== 0; left &= left - 1) next[31 - Math.clz32(left & -left)]!++;
    }
    for (let t = 0; t < STEPS; t++) {
      const begin = total;
      total += next[t]!;
      next[t] = begin;
      ends[sample * STEPS + t] = total;
    }
    for (let n = 0; n < neurons; n++) {
      for (let left = trains[first + n]! | 0; left !== 0; left &= left - 1) indices[next[31 - Math.clz32(left & -left)]!++] = n;
    }
  }
}

/** (softmax - target) / count. */
function softmaxError(count: number, logits: Float32Array, labels: Uint8Array, errors: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const row = logits.subarray(CLASSES * i, CLASSES * (i + 1));
    const most = Math.max(...row);
    const parts = Array.from(row, (value) => Math.exp(value - most));
    const sum = parts.reduce((a, b) => a + b);
    parts.forEach((part, c) => {
      errors[CLASSES * i + c] = (part / sum - (c === labels[i] ? 1 : 0)) / count;
    });
  }
}
