import wgsl from "../../../shaders/plasticity/bcm_synapse.wgsl";
import { notPositive } from "../checks.ts";
import { checkRates, clamp, delivered, RATE_EVERY, rateForm, rateParameters } from "./rates.ts";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/**
 * The BCM rule by rates (Bienenstock, Cooper, Munro 1982; threshold of Intrator and Cooper 1992): every `every` ms dw = eta every x y (y - theta), x and y the
 * traces of source and target (a spike adds 1), theta = <y^2> / y0 the running mean over tau_theta. A target settles where y is y0. Weights
 * between Wmin and Wmax. A spike delivers the weight as it is; the delay is not looked at.
 */
export const bcm_synapse: SynapseRule = {
  name: "bcm_synapse",
  doc: "BCM rule with a sliding threshold, by rates",
  parameters: {
    ...rateParameters,
    tau_theta: { default: 1000, unit: "ms", doc: "time constant of the threshold; above tau_post" },
    y0: { default: 1, unit: "", doc: "trace of the target at which it settles: its rate times tau_post" },
  },
  fields: ["rate", "inverse", "Wmin", "Wmax"],
  derive: ({ eta, y0, Wmin, Wmax }, _dt, every) => ({ rate: eta * every, inverse: 1 / y0, Wmin, Wmax }),
  check: (p) => notPositive(p, ["y0"]) ?? checkRates(p),
  bounds: ({ Wmin, Wmax }) => [Wmin, Wmax],
  every: RATE_EVERY,
  modes: {
    bcm: {
      ...rateForm,
      wgsl,
      post: [...rateForm.post, { name: "square", tau: "tau_theta", kind: "square" }],
      twin: {
        on_pre: delivered,
        on_step([rate, inverse, Wmin, Wmax], s, pre, post) {
          const above = f(post[0] - f(post[1] * inverse));
          s[0] = clamp(f(s[0] + f(f(f(rate * pre[0]) * post[0]) * above)), Wmin, Wmax);
        },
      },
    },
  },
};
