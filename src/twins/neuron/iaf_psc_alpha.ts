import wgsl from "../../../shaders/neuron/iaf_psc_alpha.wgsl";
import { type BuiltInModel, field, type PopulationStep } from "./model.ts";
import { expPropagator, notPositive, refractorySteps } from "./propagators.ts";
import { negative } from "./substeps.ts";

const f = Math.fround;

/** (exp(x) - 1 - x) / x^2, by its series near 0. */
function phi2(x: number): number {
  if (Math.abs(x) > 0.5) return (Math.expm1(x) - x) / (x * x);
  let term = 0.5;
  let sum = 0;
  for (let n = 3; n < 20; n++) {
    sum += term;
    term *= x / n;
  }
  return sum;
}

/**
 * mV at the membrane after `dt` per pA/ms of `dI` at its start: NEST's P31 (libnestutil/iaf_propagator.cpp),
 * gamma exp(-dt / tau_syn) (beta expm1(dt / beta) - dt), written so that it is regular at and near tau_syn = tau_m.
 */
export function alphaPropagator(tau_syn: number, tau_m: number, C_m: number, dt: number): number {
  return ((dt * dt) / C_m) * Math.exp(-dt / tau_syn) * phi2(dt / tau_syn - dt / tau_m);
}

/** Twin of shaders/neuron/iaf_psc_alpha.wgsl, rounded to float32 after every operation as the shader is. */
function twin(s: PopulationStep): number {
  const { count, drive, fired } = s;
  const [V, dI_ex, I_ex, dI_in, I_in, r] = s.state;
  const [ex, inh] = s.arrivals;
  const [qEx, qIn] = s.quantum;
  let spikes = 0;
  for (let lo = 0, hi = 0; lo < count; lo = hi) {
    hi = s.uniform ? count : lo + 1;
    const P11_ex = field(s, 0, lo);
    const P11_in = field(s, 1, lo);
    const P21_ex = field(s, 2, lo);
    const P21_in = field(s, 3, lo);
    const leak = field(s, 4, lo);
    const P31_ex = field(s, 5, lo);
    const P31_in = field(s, 6, lo);
    const P32_ex = field(s, 7, lo);
    const P32_in = field(s, 8, lo);
    const P30 = field(s, 9, lo);
    const drift = field(s, 10, lo);
    const rise_ex = field(s, 11, lo);
    const rise_in = field(s, 12, lo);
    const V_reset = field(s, 13, lo);
    const V_min = field(s, 14, lo);
    const refractory = field(s, 15, lo);
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
  check: (p) =>
    notPositive(p, ["C_m", "tau_m", "tau_syn_ex", "tau_syn_in"]) ??
    negative(p, ["t_ref"]) ??
    (p.V_reset >= p.V_th ? ["V_reset", "must be below V_th"] : undefined) ??
    (p.V_reset < p.V_min ? ["V_reset", "must not be below V_min"] : undefined),
  derive({ E_L, C_m, tau_m, t_ref, V_th, V_reset, V_min, tau_syn_ex, tau_syn_in, I_e }, dt) {
    const P30 = (-tau_m / C_m) * Math.expm1(-dt / tau_m);
    return {
      P11_ex: Math.exp(-dt / tau_syn_ex),
      P11_in: Math.exp(-dt / tau_syn_in),
      P21_ex: dt * Math.exp(-dt / tau_syn_ex),
      P21_in: dt * Math.exp(-dt / tau_syn_in),
      leak: Math.expm1(-dt / tau_m),
      P31_ex: alphaPropagator(tau_syn_ex, tau_m, C_m, dt),
      P31_in: alphaPropagator(tau_syn_in, tau_m, C_m, dt),
      P32_ex: expPropagator(tau_syn_ex, tau_m, C_m, dt),
      P32_in: expPropagator(tau_syn_in, tau_m, C_m, dt),
      P30,
      drift: -Math.expm1(-dt / tau_m) * (E_L - V_th) + P30 * I_e,
      rise_ex: Math.E / tau_syn_ex,
      rise_in: Math.E / tau_syn_in,
      V_reset: V_reset - V_th,
      V_min: Math.max(V_min - V_th, -1e30),
      refractory: refractorySteps(t_ref, dt),
    };
  },
  twin,
  trial: { weight: 200, current: 300, tolerance: 2e-6 },
};
