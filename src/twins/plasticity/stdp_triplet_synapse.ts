import wgsl from "../../../shaders/plasticity/stdp_triplet_synapse.wgsl";
import { negative } from "../checks.ts";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/**
 * Triplet STDP; NEST's `stdp_triplet_synapse` (Pfister and Gerstner 2006, all to all; the defaults are their fit to visual cortex). At a spike of the target
 * |w| + x_plus (Aplus + Aplus_triplet y_triplet), at one of the source |w| - y (Aminus + Aminus_triplet x_triplet), the triplet traces just before
 * that spike. A weight has the sign of Wmax. Of a coincident pair each spike meets the spikes before; the weight after the depression is delivered.
 */
export const stdp_triplet_synapse: SynapseRule = {
  name: "stdp_triplet_synapse",
  doc: "triplet STDP",
  parameters: {
    tau_plus: { default: 16.8, unit: "ms", doc: "time constant of the source's fast trace" },
    tau_plus_triplet: { default: 101, unit: "ms", doc: "time constant of the source's slow trace" },
    tau_minus: {
      default: 20,
      unit: "ms",
      doc: "time constant of the target's fast trace; a parameter of the neuron in NEST (33.7 in the paper)",
    },
    tau_minus_triplet: { default: 110, unit: "ms", doc: "time constant of the target's slow trace; a parameter of the neuron in NEST" },
    Aplus: { default: 5e-10, unit: "weight", doc: "pair potentiation" },
    Aminus: { default: 7e-3, unit: "weight", doc: "pair depression" },
    Aplus_triplet: { default: 6.2e-3, unit: "weight", doc: "triplet potentiation" },
    Aminus_triplet: { default: 2.3e-4, unit: "weight", doc: "triplet depression" },
    Wmax: { default: 100, unit: "weight", doc: "largest size of a weight, with its sign" },
  },
  fields: ["Aplus", "Aminus", "Aplus_triplet", "Aminus_triplet", "size", "sign"],
  derive: ({ Aplus, Aminus, Aplus_triplet, Aminus_triplet, Wmax }) => ({
    Aplus,
    Aminus,
    Aplus_triplet,
    Aminus_triplet,
    size: Math.abs(Wmax),
    sign: Math.sign(Wmax),
  }),
  check: (p) =>
    p.Wmax === 0
      ? ["Wmax", "must not be 0; a negative one is for negative weights"]
      : negative(p, ["Aplus", "Aminus", "Aplus_triplet", "Aminus_triplet"]),
  bounds: ({ Wmax }) => [Math.min(0, Wmax), Math.max(0, Wmax)],
  modes: {
    nest: {
      wgsl,
      pre: [
        { name: "plus", tau: "tau_plus", kind: "add" },
        { name: "plus_triplet", tau: "tau_plus_triplet", kind: "add" },
      ],
      post: [
        { name: "minus", tau: "tau_minus", kind: "add" },
        { name: "minus_triplet", tau: "tau_minus_triplet", kind: "add" },
      ],
      variables: [],
      delayed: true,
      first: "post",
      on_post: true,
      on_step: false,
      twin: {
        on_pre([, Aminus, , Aminus_triplet, , sign], s, pre, post) {
          const step = f(post[0] * f(Aminus + f(Aminus_triplet * pre[1])));
          s[0] = f(sign * Math.max(f(Math.abs(s[0]) - step), 0));
          return s[0];
        },
        on_post([Aplus, , Aplus_triplet, , size, sign], s, pre, post) {
          const step = f(pre[0] * f(Aplus + f(Aplus_triplet * post[1])));
          s[0] = f(sign * Math.min(f(Math.abs(s[0]) + step), size));
        },
      },
    },
  },
};
