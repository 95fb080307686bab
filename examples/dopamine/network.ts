import { Network } from "../../src/network/network.ts";
import { Words } from "../shared/draw.ts";
import * as p from "./parameters.ts";

/** The network, and which synapse is to be reinforced: indices in "exc", and the projection it belongs to. */
interface Wired {
  readonly network: Network;
  readonly source: number;
  readonly target: number;
}

interface Edges {
  readonly source: number[];
  readonly target: number[];
}

/** Synapses drawn as in the script: each of a neuron's hundred goes to any neuron of `among`, itself and repeats included. */
function draw(words: Words, sources: number, among: number): Edges {
  const edges: Edges = { source: [], target: [] };
  for (let source = 0; source < sources; source++) {
    for (let k = 0; k < p.outdegree; k++) {
      edges.source.push(source);
      edges.target.push(words.below(among));
    }
  }
  return edges;
}

/** Those to neurons `first` to `first + size`, as indices among these. */
function towards({ source, target }: Edges, first: number, size: number): { source: Uint32Array; target: Uint32Array } {
  const kept = target.flatMap((t, k) => (t >= first && t < first + size ? [k] : []));
  return { source: Uint32Array.from(kept, (k) => source[k]!), target: Uint32Array.from(kept, (k) => target[k]! - first) };
}

/** The first synapse of neuron 0 onto another excitatory neuron that it reaches once. */
function choose({ source, target }: { source: Uint32Array; target: Uint32Array }): number {
  const own = Array.from(source.keys()).filter((k) => source[k] === 0);
  return own.find((k) => target[k] !== 0 && own.filter((other) => target[other] === target[k]).length === 1)!;
}

export function wire(seed: number): Wired {
  const net = new Network({ name: "dopamine", dt: p.dt, seed });
  const { exc, inh } = p.sizes;
  for (const name of ["exc", "inh"] as const) {
    net.population(name, p.sizes[name], "izhikevich", {
      params: { ...p.neuron, ...p.kinds[name] },
      initial: { V_m: p.neuron.c, U_m: p.neuron.b * p.neuron.c },
    });
    net.input({ kind: "noise", name: `thalamus ${name}`, target: name, mean: 0, std: p.noise, interval: 1 });
  }
  net.population("reward", 1, "iaf_psc_delta", { params: { t_ref: 0 } });
  net.input({ kind: "spikes", name: "reward", target: "reward", times: [], neurons: [], weight: p.kick });
  const { base, reward, tau } = p.dopamine;
  // One spike adds tau / dt times less than its gain.
  net.modulator({ name: "dopamine", tau, initial: base, bias: base, gain: { reward: (reward * tau) / p.dt } });
  const excitatory = draw(new Words(seed, 0), exc, exc + inh);
  const ee = towards(excitatory, 0, exc);
  const chosen = choose(ee);
  const plasticity = {
    rule: "stdp_dopamine_synapse",
    params: { ...p.stdp, n: 1 / p.every },
    every: p.every,
    modulate: { n: "dopamine" },
  };
  const weight = new Float64Array(ee.source.length).fill(p.weight.exc);
  weight[chosen] = p.chosenStart;
  net.connect({ name: "exc to exc", source: "exc", target: "exc", rule: { edges: ee }, weight, delay: p.delay, plasticity });
  const rule = { edges: towards(excitatory, exc, inh) };
  net.connect({ name: "exc to inh", source: "exc", target: "inh", rule, weight: p.weight.exc, delay: p.delay, plasticity });
  const inhibitory = towards(draw(new Words(seed, 1), inh, exc), 0, exc);
  net.connect({ source: "inh", target: "exc", rule: { edges: inhibitory }, weight: p.weight.inh, delay: p.delay });
  const target = ee.target[chosen]!;
  net.record({ spikes: "exc", neurons: [0, target] });
  net.record({ rate: "exc", bin: 1000 });
  return { network: net, source: 0, target };
}
