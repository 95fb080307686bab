import hebbian from "../../../shaders/plasticity/hebbian_synapse.wgsl";
import anti from "../../../shaders/plasticity/hebbian_synapse_anti_hebbian.wgsl";
import { checkRates, clamp, delivered, RATE_EVERY, rateForm, rateParameters } from "./rates.ts";
import type { RuleForm, SynapseRule } from "./rule.ts";

const f = Math.fround;

/** The rule with this sign. */
function form(wgsl: RuleForm["wgsl"], sign: 1 | -1): RuleForm {
  return {
    ...rateForm,
    wgsl,
    twin: {
      on_pre: delivered,
      on_step([rate, Wmin, Wmax], s, pre, post) {
        const step = f(f(rate * pre[0]) * post[0]);
        s[0] = clamp(f(s[0] + sign * step), Wmin, Wmax);
      },
    },
  };
}

/**
 * Learning by rates (Hebb 1949): every `every` ms dw = eta every x y, x and y the traces of source and target (a spike adds 1); mode `anti_hebbian`:
 * dw = -eta every x y (Foldiak 1990). Weights between Wmin and Wmax. A spike delivers the weight as it is; the delay is not looked at.
 */
export const hebbian_synapse: SynapseRule = {
  name: "hebbian_synapse",
  doc: "Hebbian or anti-Hebbian learning by rates",
  parameters: rateParameters,
  fields: ["rate", "Wmin", "Wmax"],
  derive: ({ eta, Wmin, Wmax }, _dt, every) => ({ rate: eta * every, Wmin, Wmax }),
  check: checkRates,
  bounds: ({ Wmin, Wmax }) => [Wmin, Wmax],
  every: RATE_EVERY,
  modes: { hebbian: form(hebbian, 1), anti_hebbian: form(anti, -1) },
};
