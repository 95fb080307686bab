import wgsl from "../../../shaders/plasticity/diehl_cook_synapse.wgsl";
import { negative, notPositive } from "../checks.ts";
import type { RuleTwin, SynapseRule } from "./rule.ts";

const f = Math.fround;

/** Twin of shaders/plasticity/diehl_cook_synapse.wgsl. */
const twin: RuleTwin = {
  on_pre(p, s, _pre, post) {
    const [Wmax, nu_pre] = p;
    const delivered = Math.min(s[0], Wmax);
    s[0] = Math.max(f(delivered - f(nu_pre * post[0])), 0);
    return delivered;
  },
  on_post(p, s, pre, post) {
    const [Wmax, , nu_post] = p;
    s[0] = Math.min(f(s[0] + f(f(nu_post * pre[0]) * post[1])), Wmax);
  },
};

/**
 * The rule of Diehl and Cook (2015) as their code has it: nearest-neighbour triplets, w -= nu_pre post1 at a spike of the source and
 * w += nu_post pre post2 at one of the target, with post2 from the spike before; weights between 0 and Wmax.
 */
export const diehl_cook_synapse: SynapseRule = {
  name: "diehl_cook_synapse",
  doc: "triplet STDP of Diehl and Cook (2015), traces set to 1",
  parameters: {
    tau_pre: { default: 20, unit: "ms", doc: "time constant of the source's trace" },
    tau_post1: { default: 20, unit: "ms", doc: "time constant of the target's trace that lowers weights" },
    tau_post2: { default: 40, unit: "ms", doc: "time constant of the target's trace that lets weights rise" },
    nu_pre: { default: 1e-4, unit: "", doc: "step down" },
    nu_post: { default: 1e-2, unit: "", doc: "step up" },
    Wmax: { default: 1, unit: "weight", doc: "largest weight" },
  },
  fields: ["Wmax", "nu_pre", "nu_post"],
  derive: ({ Wmax, nu_pre, nu_post }) => ({ Wmax, nu_pre, nu_post }),
  check: (p) => notPositive(p, ["Wmax"]) ?? negative(p, ["nu_pre", "nu_post"]),
  bounds: ({ Wmax }) => [0, Wmax],
  modes: {
    brian: {
      wgsl,
      twin,
      pre: [{ name: "pre", tau: "tau_pre", kind: "set" }],
      post: [
        { name: "post1", tau: "tau_post1", kind: "set" },
        { name: "post2", tau: "tau_post2", kind: "set" },
      ],
      variables: [],
      delayed: false,
      first: "pre",
      on_post: true,
      on_step: false,
    },
  },
};
