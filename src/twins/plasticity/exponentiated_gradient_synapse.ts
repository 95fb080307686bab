import wgsl from "../../../shaders/plasticity/exponentiated_gradient_synapse.wgsl";
import { notPositive } from "../checks.ts";
import { exp_2 } from "../lib/power.ts";
import { checkRates, clamp, delivered, RATE_EVERY, rateForm, rateParameters } from "./rates.ts";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/**
 * Exponentiated gradient by rates (Kivinen and Warmuth 1997; with signs kept, as Dale's law has it: Cornford et al. 2024): every `every` ms
 * w <- w exp(sign(w) eta every x (y0 - y)), the gradient that of (y0 - y)^2 / 2, x and y the traces of source and target (a spike adds 1). Sizes of weights
 * stay between Wmin and Wmax, so that no weight changes its sign; one of 0 stays. A spike delivers the weight as it is; the delay is not looked at.
 */
export const exponentiated_gradient_synapse: SynapseRule = {
  name: "exponentiated_gradient_synapse",
  doc: "multiplicative learning towards a rate of the target: signs never change",
  parameters: {
    ...rateParameters,
    y0: { default: 1, unit: "", doc: "trace of the target that is aimed at: its rate times tau_post" },
    Wmin: { default: 1e-6, unit: "weight", doc: "smallest size of a weight that is not 0" },
    Wmax: { default: 1, unit: "weight", doc: "largest size of a weight" },
  },
  fields: ["rate", "y0", "Wmin", "Wmax"],
  derive: ({ eta, y0, Wmin, Wmax }, _dt, every) => ({ rate: (eta * every) / Math.LN2, y0, Wmin, Wmax }),
  check: (p) => notPositive(p, ["Wmin"]) ?? checkRates(p),
  bounds: ({ Wmax }) => [-Wmax, Wmax],
  every: RATE_EVERY,
  modes: {
    error: {
      ...rateForm,
      wgsl,
      twin: {
        on_pre: delivered,
        on_step([rate, y0, Wmin, Wmax], s, pre, post) {
          if (s[0] === 0) return;
          const sign = s[0] > 0 ? 1 : -1;
          const factor = exp_2(sign * f(f(rate * pre[0]) * f(y0 - post[0])));
          s[0] = sign * clamp(f(Math.abs(s[0]) * factor), Wmin, Wmax);
        },
      },
    },
  },
};
