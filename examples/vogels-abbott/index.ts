import { Network } from "../../src/network/network.ts";
import type { Example, ExampleOptions, Reference } from "../example.ts";
import { refuse } from "../options.ts";
import { uniforms } from "../shared/draw.ts";
import { coba, cuba, delay, probability, refractory, sizes } from "./parameters.ts";

type Name = keyof typeof sizes;
const NAMES = Object.keys(sizes) as Name[];
const FIRST_POTENTIAL = { uniform: { low: -60, high: -50 } } as const;

function connectAll(net: Network, weight: Readonly<Record<Name, number>>): Network {
  for (const source of NAMES) {
    for (const target of NAMES) {
      const rule = { pairwise_bernoulli: { p: probability, allow_autapses: false } } as const;
      net.connect({ source, target, rule, weight: weight[source], delay });
    }
  }
  return net;
}

function cubaNetwork(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, vogelsAbbottCuba);
  const net = new Network({ name: "vogels-abbott-cuba", dt, seed });
  for (const name of NAMES) {
    const params = { ...cuba.params, t_ref: refractory(dt) };
    net.population(name, sizes[name], "iaf_psc_exp", { params, initial: { V_m: FIRST_POTENTIAL } });
  }
  return connectAll(net, cuba.weight);
}

function cobaNetwork(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, vogelsAbbottCoba);
  const net = new Network({ name: "vogels-abbott-coba", dt, seed });
  for (const name of NAMES) {
    const params = { ...coba.params, t_ref: refractory(dt) };
    net.population(name, sizes[name], "iaf_cond_exp", { params, initial: { V_m: FIRST_POTENTIAL } });
  }
  net.input({ kind: "spikes", name: "start", target: "exc", ...stimulus(seed), weight: coba.weight.exc });
  return connectAll(net, coba.weight);
}

/** Spikes at uniform times into uniformly chosen neurons: Poisson trains, but for their total, which is the expected one. */
function stimulus(seed: number): { times: Float64Array; neurons: Uint32Array } {
  const { neurons, rate, from, to } = coba.stimulus;
  const count = Math.round((neurons * rate * (to - from)) / 1000);
  const times = uniforms(seed, 0, count).map((u) => from + (to - from) * u);
  return { times: times.sort(), neurons: Uint32Array.from(uniforms(seed, 1, count), (u) => Math.floor(neurons * u)) };
}

/** Both populations alike: every neuron has the same inputs on average. */
function both(value: number): Record<Name, number> {
  return { exc: value, inh: value };
}

const NOTE = "Rate and CV over all neurons of 100 to 1000 ms, CV of those with at least 5 spikes.";

const cubaReference: Reference = {
  source: "Brian2 and float64 NumPy on one network, 5.58 Hz, CV 0.52 (Brette et al. 2007, benchmark 2)",
  rates: both(5.6),
  cv: both(0.52),
  note: NOTE,
};

const cobaReference: Reference = {
  source: "Brian2 and float64 NumPy on one network, 18.9 Hz, CV 1.58 (Brette et al. 2007, benchmark 1)",
  rates: both(18.9),
  cv: both(1.58),
  note: `${NOTE} Activity is bursty: the rate of one second varies by several percent between seeds.`,
};

/** Current-based synapses. */
export const vogelsAbbottCuba: Example = {
  name: "vogels-abbott-cuba",
  kind: "spiking",
  title: "Vogels-Abbott network, current-based: 4,000 neurons, irregular activity",
  source: "Brette et al. (2007), benchmark 2, as in Brian2's examples/CUBA.py; Vogels and Abbott (2005)",
  duration: 1000,
  warmup: 100,
  scales: false,
  network: cubaNetwork,
  reference: () => cubaReference,
};

/** Conductance-based synapses: activity sustains itself without input. */
export const vogelsAbbottCoba: Example = {
  name: "vogels-abbott-coba",
  kind: "spiking",
  title: "Vogels-Abbott network, conductance-based: 4,000 neurons, self-sustained",
  source: "Brette et al. (2007), benchmark 1, as in NEST's brette_et_al_2007/coba.py; Vogels and Abbott (2005)",
  duration: 1000,
  warmup: 100,
  scales: false,
  network: cobaNetwork,
  reference: () => cobaReference,
};
