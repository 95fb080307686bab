/** The two neuron models of this example; both run from their text on every executor. */
import type { UserModel } from "../../src/network/user-model.ts";
import type { Named } from "../../src/twins/neuron/model.ts";
import { uniforms } from "../shared/draw.ts";
import neuronText from "./neuron.wgsl";
import * as p from "./parameters.ts";
import sourceText from "./source.wgsl";

/** Conductance-based integrate-and-fire, by Euler's method. */
export const neuron: UserModel = {
  name: "song",
  wgsl: neuronText.text,
  params: p.neuron,
  state: { V: p.start, g: 0 },
  receptors: ["ex"],
  derive: ({ tau_m, tau_e, ...fields }: Named, dt) => ({ ...fields, leak: dt / tau_m!, decay: dt / tau_e! }),
};

/**
 * Spikes by itself, `rate` Hz. The engine's Poisson input draws a number for each neuron and step; here a step costs a subtraction, and the
 * random numbers of a spike are drawn when the one before has come. `low` and `high`: the neuron's key, each an integer below 2^24.
 */
export const source: UserModel = {
  name: "poisson source",
  wgsl: sourceText.text,
  params: { rate: p.rate, low: 0, high: 0 },
  state: { left: 1, spikes: 0 },
  receptors: ["none"],
  derive: ({ rate, low, high }: Named, dt) => ({ mean: meanInterval(rate!, dt), low: low!, high: high! }),
};

/** Scale of the geometric intervals, in steps: a step has a spike with probability rate dt, as in Brian2's PoissonGroup. */
function meanInterval(rate: number, dt: number): number {
  return -1 / Math.log1p((-rate * dt) / 1000);
}

/** Keys of `size` sources, and the steps until the first spike of each. */
export function sources(seed: number, size: number, dt: number): { params: Record<string, Float64Array>; initial: { left: Float64Array } } {
  const key = (stream: number) => uniforms(seed, stream, size).map((u) => Math.floor(u * 2 ** 24));
  const mean = meanInterval(p.rate, dt);
  return {
    params: { low: key(0), high: key(1) },
    initial: { left: uniforms(seed, 2, size).map((u) => Math.ceil(-mean * Math.log(u))) },
  };
}
