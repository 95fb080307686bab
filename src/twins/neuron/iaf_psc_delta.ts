import wgsl from "../../../shaders/neuron/iaf_psc_delta.wgsl";
import { badReset, negative, noSwitch, notPositive } from "../checks.ts";
import { type BuiltInModel, fieldsOf, type PopulationStep } from "./model.ts";
import { leakyMembrane } from "./propagators.ts";

const f = Math.fround;

/** Twin of shaders/neuron/iaf_psc_delta.wgsl, rounded to float32 after every operation as the shader is. */
function twin(s: PopulationStep): number {
  const { count, drive, fired } = s;
  const [V, kept, r] = s.state;
  const arrived = s.arrivals[0];
  const quantum = s.quantum[0];
  let spikes = 0;
  for (let lo = 0, hi = 0; lo < count; lo = hi) {
    hi = s.uniform ? count : lo + 1;
    const [leak, P30, drift, V_reset, V_min, refractory, refractory_input] = fieldsOf(s, lo);
    for (let i = lo; i < hi; i++) {
      const w = f(arrived[i] * quantum);
      const left = r[i];
      if (left > 0) {
        const waiting = f(kept[i] + f(refractory_input * w));
        kept[i] = f(waiting + f(leak * waiting));
        r[i] = left - 1;
        continue;
      }
      const sum = f(f(f(V[i] + f(f(f(leak * V[i]) + f(P30 * drive[i])) + drift)) + w) + kept[i]);
      const v = Math.max(sum, V_min);
      kept[i] = 0;
      if (v >= 0) {
        V[i] = V_reset;
        r[i] = refractory;
        fired[spikes++] = i;
      } else V[i] = v;
    }
  }
  return spikes;
}

/**
 * Leaky integrate-and-fire whose potential jumps by the weight (mV) at each arrival, exact integration; NEST's `iaf_psc_delta`.
 * Order of a step: V, arrivals, V_min, test, reset: an arrival can cause a spike in its own step. Arrivals at a refractory
 * neuron are dropped, or with `refractory_input` 1 kept as w exp(-r dt / tau_m), r the steps left, and added when it ends.
 * NEST's V_min has no bound by default; here that is -1e30 mV, which float32 can hold.
 */
export const iaf_psc_delta: BuiltInModel = {
  name: "iaf_psc_delta",
  wgsl,
  parameters: {
    E_L: { default: -70, unit: "mV", doc: "resting potential" },
    C_m: { default: 250, unit: "pF", doc: "membrane capacitance" },
    tau_m: { default: 10, unit: "ms", doc: "membrane time constant" },
    t_ref: { default: 2, unit: "ms", doc: "refractory period" },
    V_th: { default: -55, unit: "mV", doc: "threshold" },
    V_reset: { default: -70, unit: "mV", doc: "potential after a spike" },
    V_min: { default: -1e30, unit: "mV", doc: "lowest potential; -1e30 for none" },
    I_e: { default: 0, unit: "pA", doc: "constant current" },
    refractory_input: { default: 0, unit: "", doc: "1: keep what arrives during the refractory period, 0: drop it" },
  },
  variables: {
    V_m: { unit: "mV", doc: "membrane potential", initial: (p) => p.E_L, field: "V", plus: "V_th" },
  },
  receptors: ["ex"],
  paramFields: ["leak", "P30", "drift", "V_reset", "V_min", "refractory", "refractory_input"],
  stateFields: ["V", "kept", "r"],
  check: (p) => notPositive(p, ["C_m", "tau_m"]) ?? negative(p, ["t_ref"]) ?? badReset(p) ?? noSwitch(p, "refractory_input"),
  derive(p, dt) {
    const { V_th, V_min, refractory_input } = p;
    const { leak, gain, drift, V_reset, refractory } = leakyMembrane(p, dt);
    return {
      leak,
      P30: gain,
      drift,
      V_reset,
      V_min: Math.max(V_min - V_th, -1e30),
      refractory,
      refractory_input,
    };
  },
  twin,
  trial: { weight: 1.5, current: 300, tolerance: 2e-6 },
};
