import song from "../../../shaders/plasticity/stdp_song.wgsl";
import nest from "../../../shaders/plasticity/stdp_synapse.wgsl";
import { power } from "../lib/power.ts";
import type { RuleForm, RuleTwin, SynapseRule } from "./rule.ts";

const f = Math.fround;

function on_post(p: Float32Array, s: Float32Array, pre: Float32Array): void {
  const [Wmax, inverse, potentiate, , mu_plus] = p;
  s[0] = Math.min(f(s[0] + f(f(potentiate * power(f(1 - f(s[0] * inverse)), mu_plus)) * pre[0])), Wmax);
}

function depress(p: Float32Array, s: Float32Array, post: Float32Array): void {
  const [, inverse, , depression, , mu_minus] = p;
  s[0] = Math.max(f(s[0] - f(f(depression * power(f(s[0] * inverse), mu_minus)) * post[0])), 0);
}

/** Twin of shaders/plasticity/stdp_synapse.wgsl. */
const nestTwin: RuleTwin = {
  on_pre(p, s, _pre, post) {
    depress(p, s, post);
    return s[0];
  },
  on_post,
};

/** Twin of shaders/plasticity/stdp_song.wgsl. */
const songTwin: RuleTwin = {
  on_pre(p, s, _pre, post) {
    const [delivered] = s;
    depress(p, s, post);
    return delivered;
  },
  on_post,
};

const allToAll = {
  pre: [{ name: "plus", tau: "tau_plus", kind: "add" }],
  post: [{ name: "minus", tau: "tau_minus", kind: "add" }],
  variables: [],
  on_post: true,
  on_step: false,
} as const satisfies Partial<RuleForm>;

/**
 * Pair STDP; NEST's `stdp_synapse` (Guetig et al. 2003) and its relatives. Potentiation lambda Wmax (1 - w/Wmax)^mu_plus x_pre, depression
 * alpha lambda Wmax (w/Wmax)^mu_minus x_post, weights between 0 and Wmax.
 */
export const stdp_synapse: SynapseRule = {
  name: "stdp_synapse",
  doc: "pair STDP with soft or hard bounds",
  parameters: {
    tau_plus: { default: 20, unit: "ms", doc: "time constant of the source's trace (potentiation)" },
    tau_minus: { default: 20, unit: "ms", doc: "time constant of the target's trace (depression); a parameter of the neuron in NEST" },
    lambda: { default: 0.01, unit: "", doc: "step size" },
    alpha: { default: 1, unit: "", doc: "depression over potentiation" },
    mu_plus: { default: 1, unit: "", doc: "exponent of the weight in the potentiation: 0 additive, 1 multiplicative" },
    mu_minus: { default: 1, unit: "", doc: "exponent of the weight in the depression" },
    Wmax: { default: 100, unit: "weight", doc: "largest weight" },
  },
  fields: ["Wmax", "inverse", "potentiate", "depress", "mu_plus", "mu_minus"],
  derive: ({ Wmax, lambda, alpha, mu_plus, mu_minus }) => ({
    Wmax,
    inverse: 1 / Wmax,
    potentiate: lambda * Wmax,
    depress: alpha * lambda * Wmax,
    mu_plus,
    mu_minus,
  }),
  check: (p) => (p.Wmax > 0 ? undefined : ["Wmax", "must be above 0"]),
  bounds: ({ Wmax }) => [0, Wmax],
  modes: {
    nest: { ...allToAll, wgsl: nest, twin: nestTwin, delayed: true, first: "post" },
    song: { ...allToAll, wgsl: song, twin: songTwin, delayed: false, first: "pre" },
  },
};
