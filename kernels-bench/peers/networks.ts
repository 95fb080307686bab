import * as brunelOf from "../../examples/brunel/parameters.ts";
import * as vogels from "../../examples/vogels-abbott/parameters.ts";
import type { NetworkDescription } from "../../src/network/description.ts";

export const PEER_NETWORKS = ["cuba", "coba", "brunel"] as const;
export type PeerName = (typeof PEER_NETWORKS)[number];

/** One network that both sides run. */
export interface Peer {
  readonly network: PeerName;
  readonly neurons: number;
  /** ms. */
  readonly delay: number;
  /** ms of model time before and within the measurement. */
  readonly warmup: number;
  readonly duration: number;
}

/** Neurons of each network without `--sizes`. */
const PEER_SIZES: Readonly<Record<PeerName, readonly number[]>> = {
  cuba: [4000, 16_000, 64_000],
  coba: [4000, 16_000, 64_000],
  brunel: [12_500],
};

/** A neuron of 4,000 with connection probability 0.02 has this many inputs; larger networks keep it, so that they do the same. */
const INPUTS = 80;

/** What is measured, shorter for larger networks: 2 s of model time at 4,000 neurons, never less than 200 ms. */
export function peersOf(network: PeerName, sizes: readonly number[] = PEER_SIZES[network]): Peer[] {
  const delays = network === "brunel" ? [brunelOf.delay] : [vogels.delay, 1.5];
  return sizes.flatMap((neurons) => {
    const duration = network === "brunel" ? 200 : Math.max(200, Math.min(2000, Math.round(80_000 / neurons) * 100));
    return delays.map((delay) => ({ network, neurons, delay, warmup: network === "brunel" ? 200 : 100, duration }));
  });
}

/** Everything `brian2.py` needs to make the same network: the one place these numbers are put together, for both sides. */
interface PeerParameters extends Peer {
  readonly excitatory: number;
  readonly inhibitory: number;
  /** cuba, coba: probability of a connection. */
  readonly probability: number;
  /** brunel: inputs of each neuron from either population. */
  readonly indegree: { readonly E: number; readonly I: number };
  /** Names and units of NEST's models. */
  readonly params: Readonly<Record<string, number>>;
  /** cuba pA, coba nS, brunel mV. */
  readonly weight: { readonly exc: number; readonly inh: number };
  /**
   * Poisson spikes; rate in Hz. brunel: into all neurons. coba: into the first 50 of 4,000, as at the start of NEST's script but always:
   * with a delay of 1.5 ms the activity dies out after a second or less on either side, and these neurons start it again.
   */
  readonly drive: { readonly neurons: number; readonly rate: number };
}

export function parametersOf(peer: Peer): PeerParameters {
  const { network, neurons } = peer;
  const inhibitory = Math.round(neurons / 5);
  const common = { ...peer, excitatory: neurons - inhibitory, inhibitory, probability: INPUTS / neurons, indegree: { E: 0, I: 0 } };
  if (network === "brunel") {
    const { J, neuron, regimes } = brunelOf;
    const { g, eta, V_reset } = regimes.nest;
    const scale = neurons / (brunelOf.sizes.E + brunelOf.sizes.I);
    const strength = J / Math.sqrt(scale);
    return {
      ...common,
      indegree: { E: Math.round(brunelOf.indegree.E * scale), I: Math.round(brunelOf.indegree.I * scale) },
      params: { ...neuron, V_reset },
      weight: { exc: strength, inh: -g * strength },
      drive: { neurons, rate: (eta * 1000 * neuron.V_th) / (strength * neuron.tau_m) },
    };
  }
  const { params, weight } = network === "cuba" ? vogels.cuba : vogels.coba;
  const { stimulus } = vogels.coba;
  return {
    ...common,
    params: { ...params, t_ref: vogels.refractory(0.1) },
    weight,
    drive: network === "coba" ? { neurons: Math.round((stimulus.neurons * neurons) / 4000), rate: stimulus.rate } : { neurons: 0, rate: 0 },
  };
}

/** Galvani's side. The driven neurons of coba are a population of their own, "first", so that the rest has no input. */
export function descriptionOf(p: PeerParameters): NetworkDescription {
  const model = { cuba: "iaf_psc_exp", coba: "iaf_cond_exp", brunel: "iaf_psc_delta" }[p.network];
  const initial = p.network === "brunel" ? { V_m: 0 } : { V_m: { uniform: { low: p.params.V_reset, high: p.params.V_th } } };
  const first = p.network === "coba" ? p.drive.neurons : 0;
  const sizes = { first, exc: p.excitatory - first, inh: p.inhibitory };
  const names = (["first", "exc", "inh"] as const).filter((name) => sizes[name] > 0);
  const driven = p.drive.rate === 0 ? [] : p.network === "coba" ? (["first"] as const) : names;
  return {
    galvani: 1,
    name: p.network,
    dt: 0.1,
    seed: 1,
    populations: names.map((name) => ({ name, size: sizes[name], model, params: p.params, initial })),
    inputs: driven.map((target) => ({ kind: "poisson", target, rate: p.drive.rate, weight: p.weight.exc })),
    projections: names.flatMap((source) =>
      names.map((target) => {
        const side = source === "inh" ? "I" : "E";
        const rule =
          p.network === "brunel" ? { fixed_indegree: { indegree: p.indegree[side] } } : { pairwise_bernoulli: { p: p.probability } };
        return { source, target, rule, weight: side === "I" ? p.weight.inh : p.weight.exc, delay: p.delay };
      }),
    ),
    record: [],
  };
}
