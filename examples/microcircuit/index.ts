import { Network } from "../../src/network/network.ts";
import type { Example, ExampleOptions, Reference } from "../example.ts";
import { refuse, scaleOf, variantOf } from "../options.ts";
import * as p from "./parameters.ts";
import * as reference from "./reference.ts";

const VARIANTS = ["poisson", "dc"] as const;

/** Synapses between two populations at full scale: the number at which a pair is connected with probability `probability` by random choice with repeats. */
export function synapseCount(target: number, source: number): number {
  const probability = p.probabilities[target]![source]!;
  if (probability === 0) return 0;
  const pairs = p.sizes[target]! * p.sizes[source]!;
  // As published: log1p would be more exact, and give 2 synapses more in all.
  return Math.round(Math.log(1 - probability) / Math.log((pairs - 1) / pairs));
}

/** pA of a synapse whose postsynaptic potential peaks at 1 mV. */
export function pscOverPsp(): number {
  const { tau_m, tau_syn_ex: tau_s, C_m } = p.neuron;
  const f = (tau_m / tau_s) ** (1 / (tau_s - tau_m));
  return 1 / (((tau_m * tau_s) / C_m / (tau_s - tau_m)) * (f ** tau_m - f ** tau_s));
}

function excitatory(source: number): boolean {
  return source % 2 === 0;
}

/** Mean weight at full scale, pA. */
export function meanWeight(target: number, source: number): number {
  const psp = excitatory(source) ? (target === 0 && source === 2 ? 2 * p.psp : p.psp) : p.g * p.psp;
  return psp * pscOverPsp();
}

/**
 * Constant current of a population's neurons, pA: the DC drive, and what keeps the mean input where in-degrees are scaled by `scale`
 * and weights by 1/sqrt(scale) (van Albada, Helias and Diesmann 2015).
 */
export function constantCurrent(target: number, scale: number, drive: "poisson" | "dc"): number {
  const background = meanWeight(0, 0) * p.backgroundInputs[target]! * p.backgroundRate;
  const recurrent = p.names.reduce((sum, _, source) => {
    const indegree = synapseCount(target, source) / p.sizes[target]!;
    return sum + meanWeight(target, source) * indegree * p.fullMeanRates[source]!;
  }, 0);
  const lost = 1 - Math.sqrt(scale);
  const perHz = 0.001 * p.neuron.tau_syn_ex;
  return perHz * (drive === "dc" ? background + lost * recurrent : lost * (recurrent + background));
}

function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, microcircuit);
  const scale = scaleOf(options);
  const drive = variantOf(VARIANTS, options);
  const net = new Network({ name: "microcircuit", dt, seed });
  p.names.forEach((name, i) => {
    net.population(name, Math.round(p.sizes[i]! * scale), "iaf_psc_exp", {
      params: { ...p.neuron, I_e: constantCurrent(i, scale, drive) },
      initial: { V_m: { normal: { mean: p.initialMean[i]!, std: p.initialStd[i]! } } },
    });
  });
  if (drive === "poisson") {
    const weight = meanWeight(0, 0) / Math.sqrt(scale);
    p.names.forEach((name, i) => {
      const rate = Math.round(p.backgroundInputs[i]! * scale) * p.backgroundRate;
      net.input({ kind: "poisson", name: `background ${name}`, target: name, rate, weight });
    });
  }
  connectAll(net, dt, scale);
  return net;
}

function connectAll(net: Network, dt: number, scale: number): void {
  p.names.forEach((target, t) => {
    p.names.forEach((source, s) => {
      const n = Math.round(synapseCount(t, s) * scale * scale);
      if (n === 0) return;
      const mean = meanWeight(t, s) / Math.sqrt(scale);
      const sign = excitatory(s) ? { min: 0 } : { max: 0 };
      const delay = excitatory(s) ? p.delay.excitatory : p.delay.inhibitory;
      net.connect({
        source,
        target,
        rule: { fixed_total_number: { n } },
        weight: { normal: { mean, std: Math.abs(mean) * p.relativeStd.weight, ...sign } },
        delay: { normal: { mean: delay, std: delay * p.relativeStd.delay, min: dt / 2 } },
      });
    });
  });
}

function expected(options: ExampleOptions): Reference {
  const drive = variantOf(VARIANTS, options);
  const scale = scaleOf(options);
  if (scale === 1) return drive === "dc" ? reference.dc : reference.poisson;
  if (drive === "dc") return reference.scaledDc;
  return scale === 0.1 ? reference.tenth : reference.scaled;
}

/** 77,169 neurons and 298,880,968 synapses under 1 mm² of early sensory cortex. */
export const microcircuit: Example = {
  name: "microcircuit",
  kind: "spiking",
  title: "Cortical microcircuit: 4 layers, 77,169 neurons, 0.3 billion synapses",
  source: "Potjans and Diesmann (2014), table 5; parameters as in NEST's PyNEST/src/microcircuit",
  duration: 1000,
  warmup: 500,
  variants: VARIANTS,
  scales: true,
  // 8 bytes a synapse, and the rest.
  bytes: (scale) => (298_880_968 * 8 + 150e6) * scale * scale,
  network,
  reference: expected,
};
