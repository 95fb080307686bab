import wgsl from "../../../shaders/plasticity/stdp_pl_synapse_hom.wgsl";
import { notPositive } from "../checks.ts";
import { power } from "../lib/power.ts";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/** Power-law STDP; NEST's `stdp_pl_synapse_hom` (Morrison, Aertsen, Diesmann 2007). The weight has no bound there: here one ends the run. */
export const stdp_pl_synapse_hom: SynapseRule = {
  name: "stdp_pl_synapse_hom",
  doc: "STDP with power-law potentiation and multiplicative depression",
  parameters: {
    tau_plus: { default: 20, unit: "ms", doc: "time constant of the source's trace" },
    tau_minus: { default: 20, unit: "ms", doc: "time constant of the target's trace; a parameter of the neuron in NEST" },
    lambda: { default: 0.1, unit: "", doc: "step size" },
    alpha: { default: 1, unit: "", doc: "depression over potentiation" },
    mu: { default: 0.4, unit: "", doc: "exponent of the weight in the potentiation" },
    Wmax: { default: 1000, unit: "weight", doc: "a weight above this ends the run with an error: sums have a fixed range" },
  },
  fields: ["lambda", "depress", "mu"],
  derive: ({ lambda, alpha, mu }) => ({ lambda, depress: alpha * lambda, mu }),
  check: (p) => notPositive(p, ["Wmax"]),
  bounds: ({ Wmax }) => [0, Wmax],
  modes: {
    nest: {
      wgsl,
      pre: [{ name: "plus", tau: "tau_plus", kind: "add" }],
      post: [{ name: "minus", tau: "tau_minus", kind: "add" }],
      variables: [],
      delayed: true,
      first: "post",
      on_post: true,
      on_step: false,
      twin: {
        on_pre([, depress], s, _pre, post) {
          s[0] = Math.max(f(s[0] - f(f(depress * s[0]) * post[0])), 0);
          return s[0];
        },
        on_post([lambda, , mu], s, pre) {
          s[0] = f(s[0] + f(f(lambda * power(s[0], mu)) * pre[0]));
        },
      },
    },
  },
};
