import { Network } from "../../src/network/network.ts";
import type { Example, ExampleOptions, Reference } from "../example.ts";
import { refuse, scaleOf, variantOf } from "../options.ts";
import { delay, indegree, J, neuron, type Regime, regimes, sizes } from "./parameters.ts";
import { full, tenth } from "./reference.ts";

type Name = keyof typeof sizes;
const NAMES = Object.keys(sizes) as Name[];
const VARIANTS = Object.keys(regimes) as Regime[];

/** At a scale below 1 there are fewer neurons with fewer inputs, each 1/sqrt(scale) as strong. */
function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, brunel);
  const scale = scaleOf(options);
  const { g, eta, V_reset } = regimes[variantOf(VARIANTS, options)];
  const strength = J / Math.sqrt(scale);
  const weight = { E: strength, I: -g * strength };
  const inputs = { E: Math.round(indegree.E * scale), I: Math.round(indegree.I * scale) };
  // Hz at which the external inputs alone bring the mean potential to threshold, all inputs of a neuron together.
  const atThreshold = (1000 * neuron.V_th) / (strength * neuron.tau_m);
  const net = new Network({ name: "brunel", dt, seed });
  for (const name of NAMES) {
    net.population(name, Math.round(sizes[name] * scale), "iaf_psc_delta", { params: { ...neuron, V_reset }, initial: { V_m: 0 } });
    net.input({ kind: "poisson", name: `external ${name}`, target: name, rate: eta * atThreshold, weight: strength });
  }
  for (const source of NAMES) {
    for (const target of NAMES) {
      net.connect({ source, target, rule: { fixed_indegree: { indegree: inputs[source] } }, weight: weight[source], delay });
    }
  }
  return net;
}

function reference(options: ExampleOptions): Reference | undefined {
  const regime = variantOf(VARIANTS, options);
  const scale = scaleOf(options);
  const measured = scale === 1 ? full[regime] : scale === 0.1 ? tenth[regime] : undefined;
  if (!measured) return undefined;
  const { rate, cv } = measured;
  return {
    source: `independent float64 run, regime ${regime} (${regimes[regime].title}), N ${scale === 1 ? "12,500" : "1,250"}`,
    rates: { E: rate, I: rate },
    cv: { E: cv, I: cv },
    note: "Over both populations, 200 ms to 1 s.",
  };
}

/** Four regimes of one network, chosen by inhibition and drive. */
export const brunel: Example = {
  name: "brunel",
  kind: "spiking",
  title: "Brunel's sparse network: 12,500 neurons, four regimes of activity",
  source: "Brunel (2000), figure 8; as in Brian2's Brunel_2000.py and NEST's brunel_delta_nest.py",
  duration: 800,
  warmup: 200,
  variants: VARIANTS,
  scales: true,
  network,
  reference,
};
