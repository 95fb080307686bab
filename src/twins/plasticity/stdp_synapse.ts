import nest from "../../../shaders/plasticity/stdp_synapse.wgsl";
import genn from "../../../shaders/plasticity/stdp_synapse_genn.wgsl";
import preCentred from "../../../shaders/plasticity/stdp_synapse_nearest_pre_centred.wgsl";
import restricted from "../../../shaders/plasticity/stdp_synapse_nearest_restricted.wgsl";
import song from "../../../shaders/plasticity/stdp_synapse_song.wgsl";
import { notPositive } from "../checks.ts";
import { power } from "../lib/power.ts";
import type { RuleForm, RuleTwin, SynapseRule } from "./rule.ts";

const f = Math.fround;

function potentiate(p: Float32Array, s: Float32Array, plus: number): void {
  const [Wmax, inverse, step, , mu_plus] = p;
  s[0] = Math.min(f(s[0] + f(f(step * power(f(1 - f(s[0] * inverse)), mu_plus)) * plus)), Wmax);
}

function on_post(p: Float32Array, s: Float32Array, pre: Float32Array): void {
  potentiate(p, s, pre[0]);
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

/** Twin of shaders/plasticity/stdp_synapse_song.wgsl. */
const songTwin: RuleTwin = {
  on_pre(p, s, _pre, post) {
    const [delivered] = s;
    depress(p, s, post);
    return delivered;
  },
  on_post,
};

/** Twin of shaders/plasticity/stdp_synapse_nearest_pre_centred.wgsl. */
const preCentredTwin: RuleTwin = {
  on_pre(p, s, _pre, post) {
    depress(p, s, post);
    s[1] = f(s[1] + 1);
    return s[0];
  },
  on_post(p, s) {
    potentiate(p, s, s[1]);
    s[1] = 0;
  },
};

/** Twin of shaders/plasticity/stdp_synapse_nearest_restricted.wgsl. */
const restrictedTwin: RuleTwin = {
  on_pre(p, s, _pre, post) {
    if (s[1] === 0) depress(p, s, post);
    s[1] = 1;
    return s[0];
  },
  on_post(p, s, pre) {
    if (s[1] === 0) return;
    potentiate(p, s, pre[0]);
    s[1] = 0;
  },
};

/** Twin of shaders/plasticity/stdp_synapse_genn.wgsl. */
const gennTwin: RuleTwin = {
  on_pre(p, s, _pre, post) {
    s[1] = s[0];
    depress(p, s, post);
    return s[1];
  },
  on_post(p, s, pre) {
    if (pre[0] === 1) s[0] = s[1];
    else potentiate(p, s, pre[0]);
  },
};

const allToAll = {
  pre: [{ name: "plus", tau: "tau_plus", kind: "add" }],
  post: [{ name: "minus", tau: "tau_minus", kind: "add" }],
  variables: [],
  on_post: true,
  on_step: false,
} as const satisfies Partial<RuleForm>;

const nearest = {
  pre: [{ name: "plus", tau: "tau_plus", kind: "set" }],
  post: [{ name: "minus", tau: "tau_minus", kind: "set" }],
  variables: [],
  on_post: true,
  on_step: false,
} as const satisfies Partial<RuleForm>;

/**
 * Pair STDP; NEST's `stdp_synapse` (Guetig et al. 2003) and its relatives. Potentiation lambda Wmax (1 - w/Wmax)^mu_plus x_pre, depression
 * alpha lambda Wmax (w/Wmax)^mu_minus x_post, weights between 0 and Wmax. Additive with both exponents 0.
 *
 * - `nest`: `stdp_synapse`; all pairs. A coincident pair changes nothing; the weight after the depression is delivered.
 * - `nearest_symmetric`, `nearest_pre_centred`, `nearest_restricted`: `stdp_nn_symm_synapse`, `stdp_nn_pre_centered_synapse`,
 *   `stdp_nn_restr_synapse`; of a coincident pair each spike is paired with the next older one. NEST's code has the source spike at time 0 for the first
 *   and the last of these (`t_lastspike_` starts there); here, as in NEST's own test of them, nothing pairs with a spike that was not.
 * - `song`: Brian2's order (Song, Miller, Abbott 2000); all pairs, formed from spike steps without the delay; a coincident pair gives the whole
 *   potentiation; the weight before the depression is delivered.
 * - `genn`: the order of GeNN's built-in `STDP` (which is additive: Aplus = lambda Wmax, Aminus = alpha lambda Wmax, Wmin = 0); nearest pairs from
 *   spike steps; where both spike in one step nothing happens; the weight before the depression is delivered.
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
  check: (p) => notPositive(p, ["Wmax"]),
  bounds: ({ Wmax }) => [0, Wmax],
  modes: {
    nest: { ...allToAll, wgsl: nest, twin: nestTwin, delayed: true, first: "post" },
    nearest_symmetric: { ...nearest, wgsl: nest, twin: nestTwin, delayed: true, first: "post" },
    nearest_pre_centred: {
      ...nearest,
      wgsl: preCentred,
      twin: preCentredTwin,
      pre: [],
      variables: [{ name: "plus", initial: 0, tau: "tau_plus" }],
      delayed: true,
      first: "post",
    },
    nearest_restricted: {
      ...nearest,
      wgsl: restricted,
      twin: restrictedTwin,
      variables: [{ name: "waiting", initial: 0 }],
      delayed: true,
      first: "post",
    },
    song: { ...allToAll, wgsl: song, twin: songTwin, delayed: false, first: "pre" },
    genn: { ...nearest, wgsl: genn, twin: gennTwin, variables: [{ name: "before", initial: 0 }], delayed: false, first: "pre" },
  },
};
