import wgsl from "../../../shaders/plasticity/vogels_sprekeler_synapse.wgsl";
import { negative } from "../checks.ts";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/**
 * Inhibitory plasticity; NEST's `vogels_sprekeler_synapse` (Vogels, Sprekeler, Zenke, Clopath, Gerstner 2011). |w| + eta x for every pair, |w| - alpha eta for
 * every spike of the source; the target settles at the rate alpha / (2 tau). A weight has the sign of Wmax: give a negative Wmax for negative weights.
 * A coincident pair potentiates neither way, the spikes before it do; the weight after the constant depression is delivered.
 */
export const vogels_sprekeler_synapse: SynapseRule = {
  name: "vogels_sprekeler_synapse",
  doc: "symmetric STDP with constant depression",
  parameters: {
    tau: { default: 20, unit: "ms", doc: "time constant of the traces of source and target; the target's belongs to the neuron in NEST" },
    eta: { default: 0.001, unit: "weight", doc: "learning rate" },
    alpha: { default: 0.12, unit: "", doc: "constant depression: 2 tau times the target's rate" },
    Wmax: { default: 1, unit: "weight", doc: "largest size of a weight, with its sign" },
  },
  fields: ["eta", "constant", "size", "sign"],
  derive: ({ eta, alpha, Wmax }) => ({ eta, constant: alpha * eta, size: Math.abs(Wmax), sign: Math.sign(Wmax) }),
  check: (p) => (p.Wmax === 0 ? ["Wmax", "must not be 0; a negative one is for negative weights"] : negative(p, ["eta", "alpha"])),
  bounds: ({ Wmax }) => [Math.min(0, Wmax), Math.max(0, Wmax)],
  modes: {
    nest: {
      wgsl,
      pre: [{ name: "x", tau: "tau", kind: "add" }],
      post: [{ name: "x", tau: "tau", kind: "add" }],
      variables: [],
      delayed: true,
      first: "post",
      on_post: true,
      on_step: false,
      twin: {
        on_pre([eta, constant, size, sign], s, _pre, post) {
          const more = Math.min(f(Math.abs(s[0]) + f(eta * post[0])), size);
          s[0] = f(sign * Math.max(f(more - constant), 0));
          return s[0];
        },
        on_post([eta, , size, sign], s, pre) {
          s[0] = f(sign * Math.min(f(Math.abs(s[0]) + f(eta * pre[0])), size));
        },
      },
    },
  },
};
