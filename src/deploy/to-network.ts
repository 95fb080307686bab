import { InputError } from "../errors.ts";
import { encodedSteps } from "../learn/encoders.ts";
import type { TrainedModel } from "../learn/model.ts";
import { record } from "../learn/network.ts";
import type { NeuronLayer, Parameter } from "../learn/tensor.ts";
import { Network, type Population } from "../network/network.ts";
import type { UserModel } from "../network/user-model.ts";
import { RingForm } from "../twins/lib/ring.ts";
import { neuronModel, pixel, rawNames, readout, ring } from "./models.ts";

/** ms a step; the delay of every synapse, so that layer l takes step t of an example l steps after the input does. */
export const DT = 1;
/** The population and the input that take the encoder's spikes. */
export const PIXELS = "pixels";
/** State variable of the last population that holds the scores at the end of an example. */
const SCORE = "score";

/** A linear layer and what takes its output. */
export interface Pair {
  /** Its weight (out x in) and bias in the flat parameters. */
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  /** Neurons; undefined for the outputs of a last linear layer. */
  readonly neurons: NeuronLayer | undefined;
  /** What the neurons' spikes of a step do to each other in the next. */
  readonly recurrent: { readonly weight: Parameter; readonly bias: Parameter } | undefined;
  /** Name of the population. */
  readonly population: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** A trained network as a spiking one of the event-driven simulator. */
export interface Deployed {
  readonly network: Network;
  readonly pairs: readonly Pair[];
  /** Steps of an example. */
  readonly steps: number;
  /** "spikes": the encoder's, into `pixels`; "currents": a constant W x + b a neuron of the first population, its parameter `bias`. */
  readonly input: "spikes" | "currents";
  /** Step at which the input of the first example begins: late enough that the scores stand at multiples of `steps`. */
  readonly start: number;
}

/**
 * A trained network as a spiking one: dense step t of layer l becomes step `start + t + l` of the event-driven simulator, with the same
 * spikes as the dense pass with hard thresholds. Examples follow each other, one every `steps` steps.
 * @throws InputError for a layer that spikes cannot stand for
 */
export function toNetwork(model: TrainedModel): Deployed {
  const { steps, seed, encoder } = model;
  const pairs = pairsOf(model);
  const input = encoder.encoder === "constant" ? "currents" : "spikes";
  const start = (steps - (pairs.length % steps)) % steps;
  const network = new Network({ dt: DT, seed, name: "deployed" });
  const models = new Map<unknown, string>();
  let before: Population | undefined;
  if (input === "spikes") {
    before = network.population(PIXELS, pairs[0].inputs, network.model(pixel));
    network.input({ name: PIXELS, kind: "spikes", target: before, times: [], neurons: [], weight: 1 });
  }
  pairs.forEach((pair, l) => {
    const own = pair.neurons?.neuron;
    const kind = own && "form" in own ? "ring" : own;
    const name = models.get(kind) ?? network.model(modelOf(pair)).name;
    models.set(kind, name);
    const initial = { t: -(start + l + 1) };
    const target = network.population(pair.population, pair.outputs, name, { params: paramsOf(pair, model), initial });
    if (before) connect(network, before, target, pair, model.parameters);
    if (steps > 1) connectWithin(network, target, pair, model.parameters);
    network.record({ spikes: target });
    before = target;
  });
  network.record({ state: pairs[pairs.length - 1].population, variable: SCORE, every: steps * DT });
  return { network, pairs, steps, input, start };
}

function modelOf({ neurons, population }: Pair): UserModel {
  if (!neurons) return readout;
  return "form" in neurons.neuron ? ring : neuronModel(population, neurons.neuron);
}

/** Parameters of a pair's population. */
function paramsOf(pair: Pair, { steps, parameters }: TrainedModel): Record<string, number | Float32Array> {
  const { neurons, outputs, bias } = pair;
  const own = biasOf(pair, bias ? slice(parameters, bias) : new Float32Array(outputs), parameters);
  const params = { steps, bias: own };
  if (!neurons) return params;
  const raws = slice(parameters, neurons.raw);
  if (!("form" in neurons.neuron)) return { ...params, ...Object.fromEntries(rawNames(raws.length).map((name, r) => [name, raws[r]])) };
  const [tau, log_eps, log_beta = 0] = raws;
  return { ...params, ...beside(own), tau, log_eps, log_beta, ds: Number(neurons.neuron.ds) };
}

/** What reaches a pair's neurons in every step: the linear layer's bias, or its whole output, and the recurrent bias. */
export function biasOf({ recurrent }: Pair, linear: Float32Array, parameters: Float32Array): Float32Array {
  return recurrent ? linear.map((value, i) => value + parameters[recurrent.bias.at + i]) : linear;
}

/** The biases (or currents) of the neighbours in a ring. */
export function beside(bias: Float32Array): { bias_left: Float32Array; bias_right: Float32Array } {
  return { bias_left: shifted(bias, 1, -1), bias_right: shifted(bias, 1, 1) };
}

/** Rows (of `width`) of a matrix moved around the ring: row i becomes what row i + by was. */
function shifted(matrix: Float32Array, width: number, by: number): Float32Array {
  const rows = matrix.length / width;
  const result = new Float32Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    const from = ((i + by + rows) % rows) * width;
    result.set(matrix.subarray(from, from + width), i * width);
  }
  return result;
}

/** The synapses of a linear layer; three times where neurons keep copies of their neighbours. */
function connect(
  network: Network,
  source: Population,
  target: Population,
  { neurons, weight, inputs, outputs }: Pair,
  parameters: Float32Array,
): void {
  const own = slice(parameters, weight);
  const all = (receptor: string, matrix: Float32Array) =>
    network.connect({ source, target, receptor, rule: "all_to_all", weight: turned(matrix, outputs, inputs), delay: DT });
  if (!neurons || !("form" in neurons.neuron)) {
    all("in", own);
    return;
  }
  all("own", own);
  all("left", shifted(own, inputs, -1));
  all("right", shifted(own, inputs, 1));
}

/** What a population's spikes do within it, a step later. Examples of one step have no later step. */
function connectWithin(network: Network, population: Population, { neurons, recurrent, outputs }: Pair, parameters: Float32Array): void {
  const ends = { source: population, target: population, delay: DT };
  if (recurrent) {
    const weight = turned(slice(parameters, recurrent.weight), outputs, outputs);
    network.connect({ ...ends, receptor: "recurrent", rule: "all_to_all", weight });
  }
  if (!neurons || !("form" in neurons.neuron)) return;
  // At the copies that both neighbours keep.
  const target = Uint32Array.from({ length: outputs }, (_, i) => i);
  for (const [receptor, by] of [
    ["left_spike", outputs - 1],
    ["right_spike", 1],
  ] as const)
    network.connect({ ...ends, receptor, rule: { edges: { source: target.map((i) => (i + by) % outputs), target } }, weight: 1 });
}

/** Elements of a parameter. */
function slice(parameters: Float32Array, { at, length }: Parameter): Float32Array {
  return parameters.subarray(at, at + length);
}

/** A weight (out x in) with the input first, as the synapses of `all_to_all` follow each other. */
function turned(weight: Float32Array, outputs: number, inputs: number): Float32Array {
  const result = new Float32Array(weight.length);
  for (let o = 0; o < outputs; o++) for (let i = 0; i < inputs; i++) result[i * outputs + o] = weight[o * inputs + i];
  return result;
}

/** The network's linear layers, each with the neurons behind it. @throws InputError */
function pairsOf({ network: spec, steps, encoder, seed, parameters }: TrainedModel): Pair[] {
  const { recording } = record(spec, { steps, batch: 1, truncate: steps }, encodedSteps(encoder, steps), seed);
  if (parameters.length !== recording.length)
    throw new InputError("model", parameters, `the network has ${recording.length} parameters; give those it was trained to`);
  const named = (name: string) => recording.parameters.find((parameter) => parameter.name === name);
  const pairs: Pair[] = [];
  let open: Pick<Pair, "weight" | "bias" | "inputs" | "outputs"> | undefined;
  spec.layers.forEach((one, index) => {
    const { layer } = one;
    // Changes the shape, not the order.
    if (layer === "Flatten") return;
    const place = `layers[${index}]`;
    const neurons = recording.neurons.find((other) => other.index === index);
    const weight = layer === "Linear" ? named(`${index}.weight`) : undefined;
    if (weight) {
      if (open) throw new InputError(place, layer, "follows another linear layer; only neurons send spikes, put some between them");
      open = { weight, bias: named(`${index}.bias`), outputs: weight.shape[0], inputs: weight.shape[1] };
    } else if (neurons) {
      if (!open) throw new InputError(place, layer, "takes no linear layer's output; put one before it");
      if ("form" in neurons.neuron && neurons.neuron.form !== RingForm.main)
        throw new InputError(
          `${place}.variant`,
          "readme",
          'reads neighbours of neighbours, which no neuron can keep copies of; deploy "main"',
        );
      const [own, offset] = ["weight", "bias"].map((name) => named(`${index}.recurrent.${name}`));
      pairs.push({ ...open, neurons, recurrent: own && offset && { weight: own, bias: offset }, population: `${index} ${layer}` });
      open = undefined;
    } else throw new InputError(place, layer, "cannot be deployed to spikes; linear layers and neurons can");
  });
  if (!open && pairs.length === 0) throw new InputError("network.layers", spec.layers, "has no linear layer; nothing would send spikes");
  if (open) pairs.push({ ...open, neurons: undefined, recurrent: undefined, population: `${spec.layers.length - 1} Linear` });
  return pairs;
}
