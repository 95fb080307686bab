import wgsl from "../../../shaders/neuron/iaf_psc_alpha.wgsl";
import { badReset, negative, notPositive } from "../checks.ts";
import { type BuiltInModel, fieldsOf, type PopulationStep } from "./model.ts";
import { alphaPropagator, expPropagator, leakyMembrane } from "./propagators.ts";

const f = Math.fround;

/** Twin of shaders/neuron/iaf_psc_alpha.wgsl, rounded to float32 after every operation as the shader is. */
function twin(s: PopulationStep): number {
  const { count, drive, fired } = s;
  const [V, dI_ex, I_ex, dI_in, I_in, r] = s.state;
  const [ex, inh] = s.arrivals;
  const [qEx, qIn] = s.quantum;
  let spikes = 0;
  for (let lo = 0, hi = 0; lo < count; lo = hi) {
    hi = s.uniform ? count : lo + 1;
    const [P11_ex, P11_in, P21_ex, P21_in, leak, P31_ex, P31_in, P32_ex, P32_in, P30, drift, rise_ex, rise_in, V_reset, V_min, refractory] =
      fieldsOf(s, lo);
    for (let i = lo; i < hi; i++) {
      const da = dI_ex[i];
      const a = I_ex[i];
      const db = dI_in[i];
      const b = I_in[i];
      I_ex[i] = f(f(P21_ex * da) + f(P11_ex * a));
      I_in[i] = f(f(P21_in * db) + f(P11_in * b));
      dI_ex[i] = f(f(da * P11_ex) + f(rise_ex * f(ex[i] * qEx)));
      dI_in[i] = f(f(db * P11_in) + f(rise_in * f(inh[i] * qIn)));
      const left = r[i];
      if (left > 0) {
        r[i] = left - 1;
        continue;
      }
      const fromEx = f(f(P31_ex * da) + f(P32_ex * a));
      const fromIn = f(f(P31_in * db) + f(P32_in * b));
      const sum = f(V[i] + f(f(f(f(f(leak * V[i]) + fromEx) + fromIn) + f(P30 * drive[i])) + drift));
      const v = Math.max(sum, V_min);
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
 * Leaky integrate-and-fire with alpha-shaped post-synaptic currents, exact integration; NEST's `iaf_psc_alpha`. The current of
 * an arrival of w pA peaks at w after tau_syn. Order of a step: V (V_min), currents, arrivals, test, reset: an arrival changes
 * dI at its step, I one step later and V in that same update (P31). V_min: -1e30 mV stands for NEST's "no bound".
 */
export const iaf_psc_alpha: BuiltInModel = {
  name: "iaf_psc_alpha",
  wgsl,
  parameters: {
    E_L: { default: -70, unit: "mV", doc: "resting potential" },
    C_m: { default: 250, unit: "pF", doc: "membrane capacitance" },
    tau_m: { default: 10, unit: "ms", doc: "membrane time constant" },
    t_ref: { default: 2, unit: "ms", doc: "refractory period" },
    V_th: { default: -55, unit: "mV", doc: "threshold" },
    V_reset: { default: -70, unit: "mV", doc: "potential after a spike" },
    V_min: { default: -1e30, unit: "mV", doc: "lowest potential; -1e30 for none" },
    tau_syn_ex: { default: 2, unit: "ms", doc: "rise time of excitatory currents" },
    tau_syn_in: { default: 2, unit: "ms", doc: "rise time of inhibitory currents" },
    I_e: { default: 0, unit: "pA", doc: "constant current" },
  },
  variables: {
    V_m: { unit: "mV", doc: "membrane potential", initial: (p) => p.E_L, field: "V", plus: "V_th" },
    I_syn_ex: { unit: "pA", doc: "excitatory synaptic current", initial: () => 0, field: "I_ex" },
    I_syn_in: { unit: "pA", doc: "inhibitory synaptic current", initial: () => 0, field: "I_in" },
    dI_ex: { unit: "pA/ms", doc: "source of the excitatory current", initial: () => 0, field: "dI_ex" },
    dI_in: { unit: "pA/ms", doc: "source of the inhibitory current", initial: () => 0, field: "dI_in" },
  },
  receptors: ["ex", "in"],
  paramFields: [
    ...["P11_ex", "P11_in", "P21_ex", "P21_in", "leak", "P31_ex", "P31_in", "P32_ex", "P32_in", "P30", "drift"],
    ...["rise_ex", "rise_in", "V_reset", "V_min", "refractory"],
  ],
  stateFields: ["V", "dI_ex", "I_ex", "dI_in", "I_in", "r"],
  check: (p) => notPositive(p, ["C_m", "tau_m", "tau_syn_ex", "tau_syn_in"]) ?? negative(p, ["t_ref"]) ?? badReset(p),
  derive(p, dt) {
    const { C_m, tau_m, V_th, V_min, tau_syn_ex, tau_syn_in } = p;
    const { leak, gain, drift, V_reset, refractory } = leakyMembrane(p, dt);
    return {
      P11_ex: Math.exp(-dt / tau_syn_ex),
      P11_in: Math.exp(-dt / tau_syn_in),
      P21_ex: dt * Math.exp(-dt / tau_syn_ex),
      P21_in: dt * Math.exp(-dt / tau_syn_in),
      leak,
      P31_ex: alphaPropagator(tau_syn_ex, tau_m, C_m, dt),
      P31_in: alphaPropagator(tau_syn_in, tau_m, C_m, dt),
      P32_ex: expPropagator(tau_syn_ex, tau_m, C_m, dt),
      P32_in: expPropagator(tau_syn_in, tau_m, C_m, dt),
      P30: gain,
      drift,
      rise_ex: Math.E / tau_syn_ex,
      rise_in: Math.E / tau_syn_in,
      V_reset,
      V_min: Math.max(V_min - V_th, -1e30),
      refractory,
    };
  },
  twin,
  trial: { weight: 200, current: 300, tolerance: 2e-6 },
};
