import { badBounds, negative } from "../checks.ts";
import type { Named, ParameterInfo } from "../neuron/model.ts";
import type { RuleForm } from "./rule.ts";

/** Parameters that the rules have in common which learn from rates by the clock. */
export const rateParameters = {
  eta: { default: 1e-4, unit: "", doc: "learning rate, a ms" },
  tau_pre: { default: 20, unit: "ms", doc: "time constant of the source's trace: at a rate r its mean is r tau_pre" },
  tau_post: { default: 20, unit: "ms", doc: "time constant of the target's trace" },
  Wmin: { default: 0, unit: "weight", doc: "smallest weight" },
  Wmax: { default: 1, unit: "weight", doc: "largest weight" },
} as const satisfies Record<string, ParameterInfo>;

/** ms between two calls where the description gives none. */
export const RATE_EVERY = 10;

/** Rates are traces of either side's spikes, by their own steps; weights move by the clock alone. */
export const rateForm = {
  pre: [{ name: "x", tau: "tau_pre", kind: "add" }],
  post: [{ name: "y", tau: "tau_post", kind: "add" }],
  variables: [],
  delayed: false,
  first: "pre",
  on_post: false,
  on_step: true,
} as const satisfies Partial<RuleForm>;

export function checkRates(p: Named): readonly [string, string] | undefined {
  return negative(p, ["eta"]) ?? badBounds(p);
}

/** What a spike delivers: the weight. */
export function delivered(_p: Float32Array, s: Float32Array): number {
  return s[0];
}

export function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}
