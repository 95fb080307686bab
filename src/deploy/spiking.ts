import { InputError } from "../errors.ts";
import type { TrainedModel } from "../learn/model.ts";
import type { NeuronLayer } from "../learn/tensor.ts";
import type { SimulationOptions } from "../simulate/options.ts";
import { simulate } from "../simulate/simulate.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { matmul } from "../twins/dense/matmul.ts";
import { beside, biasOf, type Deployed, DT, type Pair, PIXELS, toNetwork } from "./to-network.ts";

/** Spikes of a population, in the order of time: for each the image, the step in it, and the neuron. */
export interface LayerSpikes {
  readonly population: string;
  readonly neurons: number;
  readonly image: Uint32Array;
  readonly step: Uint32Array;
  readonly neuron: Uint32Array;
}

/** What a spiking network made of images. */
export interface Answers {
  /** Of each image the classes' scores: the outputs' sum over the steps, or their spikes. */
  readonly scores: Float64Array;
  /** Of each layer of neurons. */
  readonly layers: readonly LayerSpikes[];
  /** Spikes of the encoder. */
  readonly inputSpikes: number;
  /** Synaptic events: each spike counts once for each synapse it goes through (UltraDLIF needs three for a weight). */
  readonly events: number;
}

/**
 * A trained network in the event-driven simulator. Images follow each other through the layers, one every `steps` steps, in one run: no copy
 * of the network an image, and no wait between them. Constant inputs are a parameter of the first neurons, so that they take a run an image.
 */
export class SpikingNetwork {
  private constructor(
    private readonly model: TrainedModel,
    private readonly deployed: Deployed,
    readonly simulation: Simulation,
  ) {}

  /** @throws InputError for a layer that spikes cannot stand for, NoAdapterError ... as `simulate` */
  static async create(model: TrainedModel, options: SimulationOptions = {}): Promise<SpikingNetwork> {
    const deployed = toNetwork(model);
    return new SpikingNetwork(model, deployed, await simulate(deployed.network, options));
  }

  get adapterKind(): Simulation["adapterKind"] {
    return this.simulation.adapterKind;
  }

  /** Scores of an image. */
  get classes(): number {
    const { pairs } = this.deployed;
    return pairs[pairs.length - 1].outputs;
  }

  /** The layers of neurons, in the order of `Answers.layers`. */
  get layers(): readonly Pick<LayerSpikes, "population" | "neurons">[] {
    return this.deployed.pairs.flatMap(({ population, neurons, outputs }) => (neurons ? { population, neurons: outputs } : []));
  }

  /**
   * @param input what the encoder made of images: steps (1 for a constant input) x images x features
   * @param images of them, the first `count` are classified
   * @throws InputError for an input that is neither spikes nor constant; CancelledError ... as `Simulation.run`
   */
  async classify(input: Float32Array, images: number, count = images): Promise<Answers> {
    const { deployed, simulation, classes } = this;
    if (deployed.input === "spikes") {
      const inputSpikes = await this.give(input, images, count);
      return this.run(count, classes, inputSpikes);
    }
    const parts: Answers[] = [];
    for (let image = 0; image < count; image++) {
      const [pair] = deployed.pairs;
      const { population, neurons } = pair;
      const bias = biasOf(pair, this.currents(input, image), this.model.parameters);
      await simulation.set(population, { bias, ...(inRing(neurons) && beside(bias)) });
      parts.push(await this.run(1, classes, 0));
    }
    return joined(parts, classes);
  }

  destroy(): void {
    this.simulation.destroy();
  }

  /** Hands over the encoder's spikes; returns how many. */
  private async give(input: Float32Array, images: number, count: number): Promise<number> {
    const { steps, start, pairs } = this.deployed;
    const features = pairs[0].inputs;
    const times: number[] = [];
    const neurons: number[] = [];
    for (let image = 0; image < count; image++) {
      for (let t = 0; t < steps; t++) {
        const row = (t * images + image) * features;
        for (let i = 0; i < features; i++) {
          const value = input[row + i];
          if (value === 0) continue;
          if (value !== 1) throw new InputError("input", value, "must be spikes, 0 or 1, or the same in every step");
          // A spike given for the end of a step arrives in it.
          times.push((start + image * steps + t + 1) * DT);
          neurons.push(i);
        }
      }
    }
    await this.simulation.setInput(PIXELS, { times: Float64Array.from(times), neurons: Uint32Array.from(neurons) });
    return times.length;
  }

  /** W x + b of the first neurons for one image: added up as the dense product does. */
  private currents(input: Float32Array, image: number): Float32Array {
    const { weight, bias, inputs, outputs } = this.deployed.pairs[0];
    const { parameters } = this.model;
    const result = new Float32Array(outputs);
    const places = { left_at: image * inputs, right_at: weight.at, ...(bias && { bias_at: bias.at, biased: 1 }) };
    matmul({ rows: 1, columns: outputs, depth: inputs, turned: 2, ...places }, input, parameters, parameters, result);
    return result;
  }

  /** Runs `count` images from the beginning. */
  private async run(count: number, classes: number, inputSpikes: number): Promise<Answers> {
    const { simulation, deployed } = this;
    const { steps, start, pairs } = deployed;
    await simulation.reset();
    await simulation.run((start + pairs.length + count * steps) * DT);
    const first = (start + pairs.length) / steps;
    const [trace] = simulation.traces();
    const scores = trace.values.slice(first * classes, (first + count) * classes);
    const layers = this.spikes(count);
    return { scores, layers, inputSpikes, events: this.events(inputSpikes, layers) };
  }

  /** The recorded spikes by layer and image. Layers go on while later ones finish the last image: that counts for nobody. */
  private spikes(count: number): LayerSpikes[] {
    const { simulation, deployed } = this;
    const { step, neuron, populations } = simulation.spikes();
    return deployed.pairs.flatMap(({ population, neurons, outputs }, l) => {
      if (!neurons) return [];
      const { first } = populations.find(({ name }) => name === population) as { first: number };
      const begin = deployed.start + l + 1;
      const end = begin + count * deployed.steps;
      const own: number[] = [];
      for (let k = 0; k < step.length; k++)
        if (neuron[k] >= first && neuron[k] < first + outputs && step[k] >= begin && step[k] < end) own.push(k);
      return {
        population,
        neurons: outputs,
        image: Uint32Array.from(own, (k) => Math.floor((step[k] - begin) / deployed.steps)),
        step: Uint32Array.from(own, (k) => (step[k] - begin) % deployed.steps),
        neuron: Uint32Array.from(own, (k) => neuron[k] - first),
      };
    });
  }

  /** Synapses that spikes went through. */
  private events(inputSpikes: number, layers: readonly LayerSpikes[]): number {
    const spikes = [inputSpikes, ...layers.map(({ step }) => step.length)];
    const { pairs, steps } = this.deployed;
    const within = ({ neurons, recurrent, outputs }: Pair) => (steps === 1 ? 0 : (inRing(neurons) ? 2 : 0) + (recurrent ? outputs : 0));
    return pairs.reduce((sum, pair, l) => sum + spikes[l] * fanOut(pair) + (pair.neurons ? spikes[l + 1] : 0) * within(pair), 0);
  }
}

/** Synapses into a pair's neurons that one spike of the layer before goes through. */
function fanOut({ outputs, neurons }: Pair): number {
  return inRing(neurons) ? 3 * outputs : outputs;
}

function inRing(neurons: NeuronLayer | undefined): boolean {
  return neurons !== undefined && "form" in neurons.neuron;
}

/** The answers of one image after the other. */
function joined(parts: readonly Answers[], classes: number): Answers {
  const all = <T extends Uint32Array>(pick: (part: Answers, p: number) => T) =>
    Uint32Array.from(parts.flatMap((part, p) => [...pick(part, p)]));
  const layers = (parts[0]?.layers ?? []).map(({ population, neurons }, l) => ({
    population,
    neurons,
    image: all((part, p) => part.layers[l].image.map(() => p)),
    step: all((part) => part.layers[l].step),
    neuron: all((part) => part.layers[l].neuron),
  }));
  const total = (pick: (part: Answers) => number) => parts.reduce((sum, part) => sum + pick(part), 0);
  const scores = new Float64Array(parts.length * classes);
  parts.forEach((part, p) => {
    scores.set(part.scores, p * classes);
  });
  return { scores, layers, inputSpikes: total((part) => part.inputSpikes), events: total((part) => part.events) };
}
