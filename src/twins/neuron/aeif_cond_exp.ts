import wgsl from "../../../shaders/neuron/aeif_cond_exp.wgsl";
import { negative, notPositive } from "../checks.ts";
import { AeifCell } from "./aeif_cell.ts";
import type { BuiltInModel, PopulationStep } from "./model.ts";
import { refractorySteps } from "./propagators.ts";
import { substepCount } from "./substeps.ts";

const cell = new AeifCell();

/** Twin of shaders/neuron/aeif_cond_exp.wgsl: state in float32, arithmetic within a step in float64. */
function twin(s: PopulationStep): number {
  const { count, drive, fired } = s;
  const [V, g_ex, g_in, w, r, spiked] = s.state;
  const [ex, inh] = s.arrivals;
  const [qEx, qIn] = s.quantum;
  let spikes = 0;
  for (let i = 0; i < count; i++) {
    if (i === 0 || !s.uniform) cell.load(s, i);
    cell.V = V[i];
    cell.w = w[i];
    cell.r = r[i];
    cell.spikes = 0;
    cell.advance(g_ex[i], g_in[i], drive[i]);
    V[i] = cell.V;
    w[i] = cell.w;
    r[i] = cell.r > 0 ? cell.r - 1 : 0;
    spiked[i] = cell.spikes;
    g_ex[i] = g_ex[i] * cell.P11_ex + ex[i] * qEx;
    g_in[i] = g_in[i] * cell.P11_in + inh[i] * qIn;
    if (cell.spikes > 0) fired[spikes++] = i;
  }
  return spikes;
}

/**
 * Adaptive exponential integrate-and-fire with exponential synaptic conductances (Brette and Gerstner 2005); NEST's
 * `aeif_cond_exp`. Integrator: classical RK4 in equal sub-steps with the conductances exact at each stage, in V below
 * V_th - 2 Delta_T and in y = exp(-(V - V0) / Delta_T) above, where y stays smooth while V blows up. The crossing of V_peak is
 * located within the sub-step (V = V_reset, w += b there) and the neuron goes on from it, or is held for the rest of the step and
 * t_ref after it. Several crossings in one step are one event. The right-hand sides see min(V, V_peak).
 * V is kept relative to V_th, where the exponential is 1: V_peak is reached explosively and needs no fine resolution.
 * Delta_T 0 gives the adaptive integrate-and-fire neuron, V_th its threshold. Order of a step: V and w with spike and reset, conductances
 * decay, arrivals (nS).
 */
export const aeif_cond_exp: BuiltInModel = {
  name: "aeif_cond_exp",
  wgsl,
  parameters: {
    V_peak: { default: 0, unit: "mV", doc: "potential at which a spike is registered" },
    V_reset: { default: -60, unit: "mV", doc: "potential after a spike" },
    t_ref: { default: 0, unit: "ms", doc: "refractory period" },
    g_L: { default: 30, unit: "nS", doc: "leak conductance" },
    C_m: { default: 281, unit: "pF", doc: "membrane capacitance" },
    E_ex: { default: 0, unit: "mV", doc: "excitatory reversal potential" },
    E_in: { default: -85, unit: "mV", doc: "inhibitory reversal potential" },
    E_L: { default: -70.6, unit: "mV", doc: "leak reversal potential" },
    Delta_T: { default: 2, unit: "mV", doc: "slope factor of the upswing" },
    tau_w: { default: 144, unit: "ms", doc: "time constant of the adaptation" },
    a: { default: 4, unit: "nS", doc: "subthreshold adaptation" },
    b: { default: 80.5, unit: "pA", doc: "adaptation added by a spike" },
    V_th: { default: -50.4, unit: "mV", doc: "threshold of the upswing" },
    tau_syn_ex: { default: 0.2, unit: "ms", doc: "decay time of excitatory conductances" },
    tau_syn_in: { default: 2, unit: "ms", doc: "decay time of inhibitory conductances" },
    I_e: { default: 0, unit: "pA", doc: "constant current" },
  },
  variables: {
    V_m: { unit: "mV", doc: "membrane potential", initial: (p) => p.E_L, field: "V", plus: "V_th" },
    g_ex: { unit: "nS", doc: "excitatory synaptic conductance", initial: () => 0, field: "g_ex" },
    g_in: { unit: "nS", doc: "inhibitory synaptic conductance", initial: () => 0, field: "g_in" },
    w: { unit: "pA", doc: "adaptation current", initial: () => 0, field: "w" },
  },
  receptors: ["ex", "in"],
  magnitude: true,
  paramFields: [
    ...["substeps", "h", "half_ex", "half_in", "P11_ex", "P11_in", "P_w", "inv_C", "leak", "rest", "E_L", "E_ex", "E_in"],
    ...["upswing", "Delta_T", "inv_Delta", "near", "V_peak", "V_reset", "a", "b", "inv_tau_w", "refractory"],
  ],
  stateFields: ["V", "g_ex", "g_in", "w", "r", "spikes"],
  check: (p) =>
    notPositive(p, ["C_m", "g_L", "tau_w", "tau_syn_ex", "tau_syn_in"]) ??
    negative(p, ["t_ref", "Delta_T"]) ??
    (p.V_peak < p.V_th ? ["V_peak", "must not be below V_th"] : undefined) ??
    (p.V_reset >= (p.Delta_T > 0 ? p.V_peak : p.V_th) ? ["V_reset", "must be below V_peak"] : undefined),
  derive(p, dt) {
    const { V_th, g_L, C_m, Delta_T, tau_syn_ex, tau_syn_in, tau_w } = p;
    const substeps = substepCount(dt, Math.min(tau_syn_ex / 2, tau_syn_in / 2, C_m / g_L / 160));
    const h = dt / substeps;
    const held = refractorySteps(p.t_ref, dt);
    return {
      substeps,
      h,
      half_ex: Math.exp(-h / 2 / tau_syn_ex),
      half_in: Math.exp(-h / 2 / tau_syn_in),
      P11_ex: Math.exp(-dt / tau_syn_ex),
      P11_in: Math.exp(-dt / tau_syn_in),
      P_w: Math.exp(-h / tau_w),
      inv_C: 1 / C_m,
      leak: g_L / C_m,
      rest: (g_L * (p.E_L - V_th) + p.I_e) / C_m,
      E_L: p.E_L - V_th,
      E_ex: p.E_ex - V_th,
      E_in: p.E_in - V_th,
      upswing: (g_L * Delta_T) / C_m,
      Delta_T,
      inv_Delta: Delta_T > 0 ? 1 / Delta_T : 0,
      near: Delta_T > 0 ? -2 * Delta_T : 1e30,
      V_peak: Delta_T > 0 ? p.V_peak - V_th : 0,
      V_reset: p.V_reset - V_th,
      a: p.a,
      b: p.b,
      inv_tau_w: 1 / tau_w,
      refractory: held > 0 ? held + 1 : 0,
    };
  },
  twin,
  precise: true,
  trial: { weight: 12, current: 400, tolerance: 1e-3 },
};
