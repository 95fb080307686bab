import { Network } from "../../src/network/network.ts";
import { excitatoryNeuron, inhibitoryNeuron, pixel } from "./neurons.ts";
import { DT, initial, plastic, recurrent, show } from "./parameters.ts";

/** Names of populations, of the input, and of the projection that learns. */
export const NAMES = { input: "X", excitatory: "E", inhibitory: "I", light: "light", learned: "XE" } as const;

interface NetworkSizes {
  readonly seed: number;
  readonly pixels: number;
  readonly neurons: number;
}

/** What a network that has learned keeps. */
export interface Learned {
  /** pixels * neurons, all of the first pixel first. */
  readonly weights: Float32Array;
  /** mV, of each excitatory neuron. */
  readonly theta: Float64Array;
}

/**
 * Delays of one step have the timing of the code's, whose simulator hands a spike to synapses in the step it is made in and lets it count in the
 * next. The code's delays from the input, drawn up to 10 ms, are left out: they move Poisson trains in time, which are the same before and after.
 */
const delay = DT;
const fromInput = { name: NAMES.learned, source: NAMES.input, target: NAMES.excitatory, receptor: "ex", delay } as const;

/** The network that learns: Poisson input, excitatory and inhibitory neurons, plastic weights from the input. */
export function learningNetwork(sizes: NetworkSizes): Network {
  const { low, high, rule, Wmax, sum } = plastic;
  const net = withoutInput(sizes, 1, { theta: initial.theta }, {});
  const period = show.image + show.rest;
  net.connect({
    ...fromInput,
    rule: "all_to_all",
    weight: { uniform: { low, high } },
    plasticity: { rule, params: { Wmax }, normalise: { sum, every: period } },
  });
  net.record({ state: NAMES.excitatory, variable: "theta", every: Math.round(period / DT) });
  return net;
}

/** Networks that have learned, `lanes` copies side by side in one: nothing in them changes any more, and each sees an image of its own. */
export function frozenNetwork(sizes: NetworkSizes, lanes: number, { weights, theta }: Learned): Network {
  const { pixels, neurons } = sizes;
  const all = Float64Array.from({ length: lanes * neurons }, (_, i) => theta[i % neurons]!);
  const net = withoutInput(sizes, lanes, { theta: all }, { theta_plus: 0, fade: 0 });
  const edges = lanes * pixels * neurons;
  const [source, target] = [new Uint32Array(edges), new Uint32Array(edges)];
  const weight = new Float64Array(edges);
  for (let e = 0; e < edges; e++) {
    source[e] = Math.floor(e / neurons);
    target[e] = Math.floor(source[e]! / pixels) * neurons + (e % neurons);
    weight[e] = weights[e % weights.length]!;
  }
  net.connect({ ...fromInput, rule: { edges: { source, target } }, weight });
  return net;
}

function withoutInput(
  { seed, pixels, neurons }: NetworkSizes,
  lanes: number,
  start: { readonly theta: number | Float64Array },
  params: Readonly<Record<string, number>>,
): Network {
  const net = new Network({ dt: DT, seed, name: "diehl-cook" });
  const { input, excitatory, inhibitory, light } = NAMES;
  net.population(input, lanes * pixels, net.model(pixel));
  net.population(excitatory, lanes * neurons, net.model(excitatoryNeuron), { params, initial: { V: initial.V, ...start } });
  net.population(inhibitory, lanes * neurons, net.model(inhibitoryNeuron), { initial: { V: initial.V } });
  net.input({ name: light, kind: "poisson", target: input, rate: new Float64Array(lanes * pixels), weight: 1 });
  net.connect({ source: excitatory, target: inhibitory, rule: "one_to_one", weight: recurrent.excite, delay });
  const edges = allButOwn(neurons, lanes);
  net.connect({ source: inhibitory, target: excitatory, receptor: "in", rule: { edges }, weight: recurrent.inhibit, delay });
  net.record({ spikes: excitatory });
  return net;
}

/** From each neuron of a lane to all others of it but the one of the same number. */
function allButOwn(neurons: number, lanes: number): { source: Uint32Array; target: Uint32Array } {
  const count = lanes * neurons * (neurons - 1);
  const source = Uint32Array.from({ length: count }, (_, e) => Math.floor(e / (neurons - 1)));
  const target = Uint32Array.from({ length: count }, (_, e) => {
    const own = source[e]! % neurons;
    const other = e % (neurons - 1);
    return source[e]! - own + (other < own ? other : other + 1);
  });
  return { source, target };
}
