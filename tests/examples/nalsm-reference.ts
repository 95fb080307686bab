import type { LiquidWeights } from "../../examples/nalsm/liquid.ts";
import { SOURCES, type Topology } from "../../examples/nalsm/topology.ts";

/** What one synapse of the reference knows. Neurons are numbered: the liquid first, then the inputs. */
interface Synapse {
  readonly source: number;
  readonly target: number;
  readonly inhibitory: boolean;
  readonly low: number;
  readonly high: number;
  w: number;
  /** The weight that the source's last spike brought. */
  given: number;
}

/** What the reference did. */
export interface Course {
  /** [step, neuron] pairs, liquid and inputs. */
  readonly spikes: [number, number][];
  readonly weights: number[][];
  /** A_d after the last step. */
  readonly depression: number;
}

/** How the reference is run. */
export interface Scheme {
  readonly steps: number;
  readonly astrocyteWeight: number;
  /** Whether rates fade by 0.99 a step. */
  readonly fading: boolean;
  /**
   * `published`: a synapse's current follows its weight. `held`: it is that of the weight at the source's last spike, with what the target's spike of that
   * step has added: the difference that nalsm_synapse states.
   * `frozen`: the weights stay.
   */
  readonly current: "published" | "held" | "frozen";
}

/**
 * NALSM in float64, step by step in the order of the published code.
 * @param drawn steps in which each input neuron's Bernoulli draw is 1
 */
export function published(topology: Topology, start: LiquidWeights, drawn: readonly ReadonlySet<number>[], scheme: Scheme): Course {
  const { neurons, inputs, tau } = topology;
  const all = neurons + inputs;
  const synapses = synapsesOf(topology, start);
  const [V, x, refractory] = [new Float64Array(all), new Float64Array(all), new Float64Array(all)];
  const u = new Float64Array(all).fill(100);
  let [A_p, A_d, w_a, b_a] = [0.15, 0.15, scheme.astrocyteWeight, 0.15];
  const spikes: [number, number][] = [];
  for (let t = 0; t < scheme.steps; t++) {
    const S = Array.from(V, (v, i) => v >= 20 && refractory[i]! <= 0);
    S.forEach((spiked, i) => {
      if (!spiked) return;
      spikes.push([t, i]);
      V[i] = 0;
      u[i] = 0;
    });
    const rates = { A_p, A_d };
    if (scheme.current === "held") for (const synapse of synapses) learn(synapse, S, x, rates, true);
    const current = new Float64Array(all);
    for (const { source, target, w, given } of synapses) {
      const tau_u = tau[target]! + 1;
      current[target]! += ((scheme.current === "held" ? given : w) * Math.exp(-u[source]! / tau_u)) / tau_u;
    }
    for (let i = 0; i < all; i++) V[i] = V[i]! + current[i]! + (i >= neurons && drawn[i - neurons]!.has(t) ? 100 : 0) - V[i]! / 64;
    for (let i = 0; i < all; i++) {
      u[i] = Math.min(100, u[i]! + 1);
      refractory[i] = S[i] ? 2 : refractory[i]! - 1;
    }
    if (scheme.current === "published") for (const synapse of synapses) learn(synapse, S, x, rates, false);
    for (let i = 0; i < all; i++) x[i] = 0.9048 * (x[i]! + 0.1 * Number(S[i]));
    const liquid = S.slice(0, neurons).filter(Boolean).length;
    const input = S.slice(neurons).filter(Boolean).length;
    A_d += (w_a * (liquid - input) + b_a - A_d) / 100;
    if (scheme.fading) [A_p, A_d, w_a, b_a] = [0.99 * A_p, 0.99 * A_d, 0.99 * w_a, 0.99 * b_a];
  }
  return { spikes, weights: weightsOf(synapses, start), depression: A_d };
}

/** @param held a spike of the target first, then that of the source, which keeps the weight between the two; otherwise both at once */
function learn(s: Synapse, S: readonly boolean[], x: Float64Array, { A_p, A_d }: { A_p: number; A_d: number }, held: boolean): void {
  const bounded = (w: number) => Math.min(Math.max(w, s.low), s.high);
  const [j, i] = [s.source, s.target];
  const post = S[i] ? (s.inhibitory ? -A_d : A_p) * x[j]! : 0;
  const pre = S[j] ? (s.inhibitory ? A_p : -A_d) * x[i]! : 0;
  if (!held) {
    s.w = bounded(s.w + post + pre);
    return;
  }
  s.w = bounded(s.w + post);
  if (S[j]) s.given = s.w;
  s.w = bounded(s.w + pre);
}

function synapsesOf({ neurons, edges }: Topology, start: LiquidWeights): Synapse[] {
  const bounds = { input: [-3, 3], excitatory: [0, 3], inhibitory: [-3, 0] } as const;
  const all: Synapse[] = [];
  let k = 0;
  for (const kind of SOURCES)
    for (const { source, target } of edges[kind]) {
      const [low, high] = bounds[kind];
      const weights = start[k++]!;
      source.forEach((j, n) => {
        const from = kind === "input" ? neurons + j : j;
        all.push({ source: from, target: target[n]!, inhibitory: kind === "inhibitory", low, high, w: weights[n]!, given: 0 });
      });
    }
  return all;
}

function weightsOf(synapses: readonly Synapse[], like: LiquidWeights): number[][] {
  let at = 0;
  return like.map(({ length }) => {
    at += length;
    return synapses.slice(at - length, at).map(({ w }) => w);
  });
}
