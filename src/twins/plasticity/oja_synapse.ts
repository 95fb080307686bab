import oja from "../../../shaders/plasticity/oja_synapse.wgsl";
import subspace from "../../../shaders/plasticity/oja_synapse_subspace.wgsl";
import { checkRates, clamp, delivered, RATE_EVERY, rateForm, rateParameters } from "./rates.ts";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/**
 * Oja's rules by rates, x and y the traces of source and target (a spike adds 1), every `every` ms. `single` (Oja 1982): dw = eta every y (x - y w); where
 * y = g times the sum of w x, the weights into a target go to the first principal component of x with length 1 / sqrt(g). `subspace` (Oja 1989): dw_kj =
 * eta every y_k (x_j - sum over l of y_l w_lj), the sum over all targets of source j; together the targets span the first components. Weights between
 * Wmin and Wmax. A spike delivers the weight as it is; the delay is not looked at.
 */
export const oja_synapse: SynapseRule = {
  name: "oja_synapse",
  doc: "Oja's rule for one unit or a subspace, by rates",
  parameters: { ...rateParameters, Wmin: { ...rateParameters.Wmin, default: -1 } },
  fields: ["rate", "Wmin", "Wmax"],
  derive: ({ eta, Wmin, Wmax }, _dt, every) => ({ rate: eta * every, Wmin, Wmax }),
  check: checkRates,
  bounds: ({ Wmin, Wmax }) => [Wmin, Wmax],
  every: RATE_EVERY,
  modes: {
    single: {
      ...rateForm,
      wgsl: oja,
      twin: {
        on_pre: delivered,
        on_step([rate, Wmin, Wmax], s, pre, post) {
          const left = f(pre[0] - f(post[0] * s[0]));
          s[0] = clamp(f(s[0] + f(f(rate * post[0]) * left)), Wmin, Wmax);
        },
      },
    },
    subspace: {
      ...rateForm,
      wgsl: subspace,
      contribute: "source",
      twin: {
        on_pre: delivered,
        contribute: (_p, s, _pre, post) => f(post[0] * s[0]),
        on_step([rate, Wmin, Wmax], s, pre, post, total) {
          s[0] = clamp(f(s[0] + f(f(rate * post[0]) * f(pre[0] - total))), Wmin, Wmax);
        },
      },
    },
  },
};
