import { InputError } from "../../src/errors.ts";
import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import type { Example, ExampleOptions, Figure, Finding } from "../example.ts";
import { refuse, scaleOf, variantOf } from "../options.ts";
import { currentsFigure, ratesFigure } from "./figures.ts";
import { measure } from "./measure.ts";
import * as p from "./parameters.ts";

const VARIANTS = Object.keys(p.wirings) as (keyof typeof p.wirings)[];
/** Smallest scale: there every pair of `dense` is connected. */
const SMALLEST = 0.1;

/** In-degrees are the same at every scale. */
function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, inhibitoryBalance);
  const variant = variantOf(VARIANTS, options);
  const { probability, exc, inh, eta, Wmax, target: rate } = p.wirings[variant];
  const scale = scaleOf(options);
  if (scale < SMALLEST) throw new InputError("scale", scale, `must be ${SMALLEST} or more: neurons keep their number of inputs`);
  const net = new Network({ name: `inhibitory-balance ${variant}`, dt, seed });
  const params = { ...p.params, t_ref: p.refractory(dt) };
  for (const name of ["exc", "inh"] as const)
    net.population(name, Math.round(p.sizes[name] * scale), "iaf_cond_exp", { params, initial: { V_m: { uniform: p.first } } });
  const rule = { pairwise_bernoulli: { p: probability / scale, allow_autapses: false } };
  for (const target of ["exc", "inh"]) net.connect({ source: "exc", target, rule, weight: exc, delay: p.delay });
  net.connect({ source: "inh", target: "inh", receptor: "in", rule, weight: inh, delay: p.delay });
  net.connect({
    name: "learned",
    source: "inh",
    target: "exc",
    receptor: "in",
    rule,
    weight: 0,
    delay: p.delay,
    plasticity: { rule: "vogels_sprekeler_synapse", params: { tau: p.tau, eta, alpha: p.alpha(rate), Wmax } },
  });
  net.record({ spikes: "exc" });
  net.record({ spikes: "inh" });
  const neurons = Array.from({ length: p.recorded.neurons }, (_, n) => n);
  for (const variable of ["V_m", "g_ex", "g_in"]) net.record({ state: "exc", variable, every: p.recorded.every, neurons });
  net.record({ weights: "learned", every: p.every });
  return net;
}

async function findings(simulation: Simulation, options: ExampleOptions): Promise<Finding[]> {
  const { exc, inh, cv, balance } = measure(simulation);
  const variant = variantOf(VARIANTS, options);
  const { target } = p.wirings[variant];
  return [
    {
      name: "rate of excitatory neurons over the last fifth (Hz)",
      measured: exc,
      expected:
        variant === "dense" ? `${target}, the target, within 10 % (Vogels et al. 2011)` : `0.7 or more above the target of ${target}`,
      ...(variant === "dense" && { holds: Math.abs(exc / target - 1) <= 0.1 }),
    },
    { name: "rate of inhibitory neurons over the last fifth (Hz)", measured: inh, expected: "free" },
    { name: "CV of excitatory intervals, first 100 ms", measured: cv.before, expected: "near 0: regular, without inhibition" },
    {
      name: "CV of excitatory intervals, last fifth",
      measured: cv.after,
      expected: "above 0.5: irregular (fig. 4)",
      holds: cv.after > 0.5,
    },
    { name: "inhibitory over excitatory current, first 100 ms", measured: balance.before, expected: "near 0: nothing learned" },
    {
      name: "inhibitory over excitatory current, last 100 ms",
      measured: balance.after,
      expected: "0.5 to 1: balanced up to what the leak takes",
      holds: balance.after > 0.5 && balance.after < 1,
    },
  ];
}

function figures(simulation: Simulation, options: ExampleOptions): Figure[] {
  const { target } = p.wirings[variantOf(VARIANTS, options)];
  return [ratesFigure(simulation, target), currentsFigure(simulation)];
}

/** Inhibition learns to balance excitation. */
export const inhibitoryBalance: Example = {
  name: "inhibitory-balance",
  kind: "plasticity",
  title: "Inhibitory plasticity brings 10,000 neurons from regular firing to irregular activity at a target rate",
  source: "Vogels et al. (2011), doi:10.1126/science.1211095, as in Brian2's example Vogels_et_al_2011",
  duration: 30_000,
  warmup: 0,
  variants: VARIANTS,
  scales: true,
  network,
  findings,
  figures,
};
