import wgsl from "../../../shaders/neuron/iaf_psc_exp.wgsl";
import { badReset, negative, notPositive } from "../checks.ts";
import { type BuiltInModel, fieldsOf, type PopulationStep } from "./model.ts";
import { expPropagator, leakyMembrane } from "./propagators.ts";

const f = Math.fround;

/** Twin of shaders/neuron/iaf_psc_exp.wgsl, rounded to float32 after every operation as the shader is. */
function twin(s: PopulationStep): number {
  const { count, drive, driven, fired } = s;
  const [V, I_ex, I_in, r] = s.state;
  const [ex, inh] = s.arrivals;
  const [qEx, qIn] = s.quantum;
  let spikes = 0;
  for (let lo = 0, hi = 0; lo < count; lo = hi) {
    hi = s.uniform ? count : lo + 1;
    const [P11_ex, P11_in, leak, P21_ex, P21_in, P20, drift, V_reset, refractory] = fieldsOf(s, lo);
    for (let i = lo; i < hi; i++) {
      const a = I_ex[i];
      const b = I_in[i];
      I_ex[i] = f(a * P11_ex) + f(ex[i] * qEx);
      I_in[i] = f(b * P11_in) + f(inh[i] * qIn);
      const left = r[i];
      if (left > 0) {
        r[i] = left - 1;
        continue;
      }
      let change = f(f(f(leak * V[i]) + f(P21_ex * a)) + f(P21_in * b));
      if (driven) change = f(change + f(P20 * drive[i]));
      const v = f(V[i] + f(change + drift));
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
 * Leaky integrate-and-fire with exponential post-synaptic currents, exact integration; NEST's `iaf_psc_exp`.
 * Order of a step: V, currents decay, arrivals, test, reset: an arrival changes the current at its step and V one step later.
 */
export const iaf_psc_exp: BuiltInModel = {
  name: "iaf_psc_exp",
  wgsl,
  parameters: {
    E_L: { default: -70, unit: "mV", doc: "resting potential" },
    C_m: { default: 250, unit: "pF", doc: "membrane capacitance" },
    tau_m: { default: 10, unit: "ms", doc: "membrane time constant" },
    t_ref: { default: 2, unit: "ms", doc: "refractory period" },
    V_th: { default: -55, unit: "mV", doc: "threshold" },
    V_reset: { default: -70, unit: "mV", doc: "potential after a spike" },
    tau_syn_ex: { default: 2, unit: "ms", doc: "decay time of excitatory currents" },
    tau_syn_in: { default: 2, unit: "ms", doc: "decay time of inhibitory currents" },
    I_e: { default: 0, unit: "pA", doc: "constant current" },
  },
  variables: {
    V_m: { unit: "mV", doc: "membrane potential", initial: (p) => p.E_L, field: "V", plus: "V_th" },
    I_syn_ex: { unit: "pA", doc: "excitatory synaptic current", initial: () => 0, field: "I_ex" },
    I_syn_in: { unit: "pA", doc: "inhibitory synaptic current", initial: () => 0, field: "I_in" },
  },
  receptors: ["ex", "in"],
  paramFields: ["P11_ex", "P11_in", "leak", "P21_ex", "P21_in", "P20", "drift", "V_reset", "refractory"],
  stateFields: ["V", "I_ex", "I_in", "r"],
  check: (p) => notPositive(p, ["C_m", "tau_m", "tau_syn_ex", "tau_syn_in"]) ?? negative(p, ["t_ref"]) ?? badReset(p),
  derive(p, dt) {
    const { C_m, tau_m, tau_syn_ex, tau_syn_in } = p;
    const { leak, gain, drift, V_reset, refractory } = leakyMembrane(p, dt);
    return {
      P11_ex: Math.exp(-dt / tau_syn_ex),
      P11_in: Math.exp(-dt / tau_syn_in),
      leak,
      P21_ex: expPropagator(tau_syn_ex, tau_m, C_m, dt),
      P21_in: expPropagator(tau_syn_in, tau_m, C_m, dt),
      P20: gain,
      drift,
      V_reset,
      refractory,
    };
  },
  twin,
  trial: { weight: 300, current: 300, tolerance: 2e-6 },
};
