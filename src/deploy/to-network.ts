import { InputError } from "../errors.ts";
import { encodedSteps } from "../learn/encoders.ts";
import { record } from "../learn/network.ts";
import type { NeuronLayer, Parameter } from "../learn/tensor.ts";
import { Network, type Population } from "../network/network.ts";
import type { TrainedModel } from "./model.ts";
import { neuronModel, pixel, rawNames, readout } from "./models.ts";

/** ms a step; the delay of every synapse, so that layer l takes step t of an example l steps after the input does. */
export const DT = 1;
/** The population and the input that take the encoder's spikes. */
export const PIXELS = "pixels";
/** State variable of the last population that holds the scores at the end of an example. */
export const SCORE = "score";

/** A linear layer and what takes its output. */
export interface Pair {
  /** Its weight (out x in) and bias in the flat parameters. */
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  /** Neurons; undefined for the outputs of a last linear layer. */
  readonly neurons: NeuronLayer | undefined;
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
  const { steps, seed, encoder, parameters } = model;
  const input = encodedSteps(encoder, steps) === 1 && encoder.encoder === "constant" ? "currents" : "spikes";
  const pairs = pairsOf(model);
  const start = (steps - (pairs.length % steps)) % steps;
  const network = new Network({ dt: DT, seed, name: "deployed" });
  const models = new Map<unknown, string>();
  let before: Population | undefined;
  if (input === "spikes") {
    before = network.population(PIXELS, pairs[0].inputs, network.model(pixel));
    network.input({ name: PIXELS, kind: "spikes", target: before, times: [], neurons: [], weight: 1 });
  }
  pairs.forEach((pair, l) => {
    const { neurons, population, outputs, inputs, weight, bias } = pair;
    const own = neurons?.neuron;
    const known = models.get(own);
    const name = known ?? network.model(own ? neuronModel(population, own) : readout).name;
    models.set(own, name);
    const raws = neurons ? rawNames(neurons.raw.length).map((raw, r) => [raw, parameters[neurons.raw.at + r]]) : [];
    const params = { steps, bias: bias ? slice(parameters, bias) : 0, ...Object.fromEntries(raws) };
    const target = network.population(population, outputs, name, { params, initial: { t: -(start + l + 1) } });
    if (before)
      network.connect({
        source: before,
        target,
        rule: "all_to_all",
        weight: turned(slice(parameters, weight), outputs, inputs),
        delay: DT,
      });
    network.record({ spikes: target });
    before = target;
  });
  network.record({ state: pairs[pairs.length - 1].population, variable: SCORE, every: steps * DT });
  return { network, pairs, steps, input, start };
}

/** Elements of a parameter. */
export function slice(parameters: Float32Array, { at, length }: Parameter): Float32Array {
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
  spec.layers.forEach(({ layer }, index) => {
    const place = `layers[${index}]`;
    const neurons = recording.neurons.find((other) => other.index === index);
    const weight = layer === "Linear" ? named(`${index}.weight`) : undefined;
    if (weight) {
      if (open) throw new InputError(place, layer, "follows another linear layer; only neurons send spikes, put some between them");
      open = { weight, bias: named(`${index}.bias`), outputs: weight.shape[0], inputs: weight.shape[1] };
    } else if (neurons) {
      if (!open) throw new InputError(place, layer, "takes no linear layer's output; put one before it");
      pairs.push({ ...open, neurons, population: `${index} ${layer}` });
      open = undefined;
    } else throw new InputError(place, layer, "cannot be deployed to spikes; linear layers and neurons can");
  });
  if (open) pairs.push({ ...open, neurons: undefined, population: `${spec.layers.length - 1} Linear` });
  return pairs;
}
