import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import type { Example, ExampleOptions, Finding, Reference } from "../example.ts";
import { refuse, scaleOf, variantOf } from "../options.ts";
import * as p from "./parameters.ts";
import * as reference from "./reference.ts";

/** Synapses at scale 1. */
const SYNAPSES = (p.sizes.E + p.sizes.I) * (p.indegree.E + p.indegree.I);
/** Those from E to E. */
const PLASTIC = p.sizes.E * p.indegree.E;
/** The engine counts synapses in 32 bits: 2^32 - 1 of them are 33.9 times those of scale 1. */
const LARGEST_SCALE = 33;

/** The branch below -1 of Lambert's W, w exp(w) = x, for -1/e < x < 0: Newton's method from its asymptote. */
function lambertWm1(x: number): number {
  let w = Math.log(-x) - Math.log(-Math.log(-x));
  for (let k = 0; k < 50; k++) w -= (w - x * Math.exp(-w)) / (1 + w);
  return w;
}

/** pA of an alpha-shaped current whose postsynaptic potential peaks at 1 mV. */
export function pscOverPsp(): number {
  const { tau_m, tau_syn_ex: tau_s, C_m } = p.neuron;
  const b = 1 / tau_s - 1 / tau_m;
  const ratio = tau_s / tau_m;
  const rise = (-lambertWm1(-ratio * Math.exp(-ratio)) - ratio) / b;
  const fromRest = (Math.exp(-rise / tau_m) - Math.exp(-rise / tau_s)) / b - rise * Math.exp(-rise / tau_s);
  return (tau_s * C_m * b) / (Math.E * fromRest);
}

/** Hz of all external inputs of a neuron together: `eta` times the rate at which they alone bring the mean potential to threshold. */
export function externalRate(): number {
  const { V_th, tau_m, tau_syn_ex, C_m } = p.neuron;
  const weight = p.psp * pscOverPsp();
  return (1000 * p.eta * V_th * C_m) / (tau_m * weight * Math.E * tau_syn_ex);
}

/**
 * In-degrees are the same at every scale, as in NEST's script: below scale 1 a pair of neurons is connected several times.
 * No neuron connects to itself.
 */
function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, hpcBenchmark);
  const plastic = variantOf(p.variants, options) === "plastic";
  const scale = scaleOf(options, LARGEST_SCALE);
  const excitatory = p.psp * pscOverPsp();
  const weight = { E: excitatory, I: p.g * excitatory };
  const net = new Network({ name: plastic ? "hpc-benchmark" : "hpc-benchmark static", dt, seed });
  for (const name of p.names) {
    net.population(name, Math.max(2, Math.round(p.sizes[name] * scale)), "iaf_psc_alpha", {
      params: p.neuron,
      initial: { V_m: { normal: p.initial } },
    });
    net.input({ kind: "poisson", name: `external ${name}`, target: name, rate: externalRate(), weight: excitatory });
  }
  for (const source of p.names) {
    for (const target of p.names) {
      const rule = { fixed_indegree: { indegree: p.indegree[source], allow_autapses: false } };
      const plasticity = { rule: "stdp_pl_synapse_hom", params: { ...p.stdp, Wmax: p.largest * excitatory } };
      const learns = plastic && source === "E" && target === "E";
      const name = `${source} to ${target}`;
      net.connect({ name, source, target, rule, weight: weight[source], delay: p.delay, ...(learns && { plasticity }) });
    }
  }
  return net;
}

function expected(options: ExampleOptions): Reference {
  if (variantOf(p.variants, options) === "plastic") return reference.plastic;
  const scale = scaleOf(options, LARGEST_SCALE);
  return scale === 1 ? reference.full : scale === 0.1 ? reference.tenth : reference.other;
}

/** How far the plastic weights have come. */
async function findings(simulation: Simulation, options: ExampleOptions): Promise<Finding[]> {
  if (variantOf(p.variants, options) === "static") return [];
  const { weight } = await simulation.weights("E to E");
  const first = p.psp * pscOverPsp();
  const { mean, sd, most } = spread(weight);
  const grows = "rises where inputs are correlated, as they are below scale 10 (NEST's script)";
  return [
    { name: "mean of the weights from E to E (pA)", measured: mean, expected: `${first.toFixed(2)} at first; ${grows}` },
    {
      name: "their standard deviation (pA)",
      measured: sd,
      expected: `0 at first; ${p.sigma} in the steady state of large networks (NEST's script)`,
    },
    {
      name: "the largest (pA)",
      measured: most,
      expected: `far below ${(p.largest * first).toFixed(0)}, where the run would end`,
      holds: most < (p.largest * first) / 2,
    },
  ];
}

function spread(weight: Float32Array): { mean: number; sd: number; most: number } {
  let [sum, squares, most] = [0, 0, 0];
  for (const w of weight) {
    sum += w;
    squares += w * w;
    if (w > most) most = w;
  }
  const mean = sum / weight.length;
  return { mean, sd: Math.sqrt(Math.max(0, squares / weight.length - mean * mean)), most };
}

/** A balanced random network with 11,250 inputs a neuron: what supercomputers are measured with. */
export const hpcBenchmark: Example = {
  name: "hpc-benchmark",
  kind: "spiking",
  title: "NEST's HPC benchmark: 11,250 neurons x scale, 11,250 inputs each, STDP from E to E",
  source: "NEST's pynest/examples/hpc_benchmark.py; Morrison et al. (2007), Helias et al. (2012), Kunkel et al. (2014)",
  // The script's own times at scale 1.
  duration: 250,
  warmup: 50,
  variants: p.variants,
  scales: true,
  largestScale: LARGEST_SCALE,
  // Constant weights: 4 bytes a synapse; plastic ones: 8.
  bytes: (scale) => (SYNAPSES + PLASTIC) * scale * 4,
  network,
  findings,
  reference: expected,
};
