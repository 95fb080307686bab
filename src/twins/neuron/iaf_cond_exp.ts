import wgsl from "../../../shaders/neuron/iaf_cond_exp.wgsl";
import { badReset, negative, notPositive } from "../checks.ts";
import { type BuiltInModel, field, fieldsOf, type PopulationStep } from "./model.ts";
import { refractorySteps } from "./propagators.ts";
import { substepCount } from "./substeps.ts";

const f = Math.fround;

/** Twin of shaders/neuron/iaf_cond_exp.wgsl, rounded to float32 after every operation as the shader is (but for exp and `/`). */
function twin(s: PopulationStep): number {
  const { count, fired } = s;
  const [V, g_ex, g_in, r] = s.state;
  const [ex, inh] = s.arrivals;
  const [qEx, qIn] = s.quantum;
  let spikes = 0;
  for (let lo = 0, hi = 0; lo < count; lo = hi) {
    hi = s.uniform ? count : lo + 1;
    const P11_ex = field(s, 6, lo);
    const P11_in = field(s, 7, lo);
    const V_reset = field(s, 13, lo);
    const refractory = field(s, 14, lo);
    advance(s, lo, hi);
    for (let i = lo; i < hi; i++) {
      g_ex[i] = f(f(g_ex[i] * P11_ex) + f(ex[i] * qEx));
      g_in[i] = f(f(g_in[i] * P11_in) + f(inh[i] * qIn));
      if (r[i] > 0) r[i] -= 1;
      else if (V[i] >= 0) {
        V[i] = V_reset;
        r[i] = refractory;
        fired[spikes++] = i;
      }
    }
  }
  return spikes;
}

/** Carries V of the neurons `lo` to `hi` that are not held over dt, from the conductances at its start. */
function advance(s: PopulationStep, lo: number, hi: number): void {
  const { drive } = s;
  const [V, conductance_ex, conductance_in, r] = s.state;
  const [substeps, h, half, sixth, half_ex, half_in, , , inv_C, leak, rest, E_ex, E_in] = fieldsOf(s, lo);
  for (let i = lo; i < hi; i++) {
    if (r[i] > 0) continue;
    const base = f(rest + f(drive[i] * inv_C));
    let v = V[i];
    let g_ex = conductance_ex[i];
    let g_in = conductance_in[i];
    let ex = f(g_ex * inv_C);
    let inh = f(g_in * inv_C);
    let A = f(f(leak + ex) + inh);
    let B = f(f(base + f(ex * E_ex)) + f(inh * E_in));
    for (let k = 0; k < substeps; k++) {
      g_ex = f(g_ex * half_ex);
      g_in = f(g_in * half_in);
      ex = f(g_ex * inv_C);
      inh = f(g_in * inv_C);
      const middleA = f(f(leak + ex) + inh);
      const middleB = f(f(base + f(ex * E_ex)) + f(inh * E_in));
      g_ex = f(g_ex * half_ex);
      g_in = f(g_in * half_in);
      ex = f(g_ex * inv_C);
      inh = f(g_in * inv_C);
      const endA = f(f(leak + ex) + inh);
      const endB = f(f(base + f(ex * E_ex)) + f(inh * E_in));
      if (f(A * h) > 1) {
        const settled = f(middleB / middleA);
        v = f(settled + f(f(v - settled) * f(Math.exp(-Math.min(f(middleA * h), 80)))));
      } else {
        const k1 = f(B - f(A * v));
        const k2 = f(middleB - f(middleA * f(v + f(half * k1))));
        const k3 = f(middleB - f(middleA * f(v + f(half * k2))));
        const k4 = f(endB - f(endA * f(v + f(h * k3))));
        v = f(v + f(sixth * f(f(k1 + f(2 * f(k2 + k3))) + k4)));
      }
      A = endA;
      B = endB;
    }
    V[i] = v;
  }
}

/**
 * Leaky integrate-and-fire with exponential synaptic conductances; NEST's `iaf_cond_exp`. Integrator: classical RK4 in equal
 * sub-steps (at most tau_syn / 2 and tau_m / 80 long), the conductances exact at each stage; the exponential midpoint rule
 * where the total conductance makes a sub-step longer than the membrane's own time constant, so that no weight makes it unstable.
 * NEST bounds V by V_th inside its right-hand side; that matters only after a crossing and is left out.
 * Order of a step: V, conductances decay, arrivals (nS), test, reset: an arrival changes V one step later.
 */
export const iaf_cond_exp: BuiltInModel = {
  name: "iaf_cond_exp",
  wgsl,
  parameters: {
    V_th: { default: -55, unit: "mV", doc: "threshold" },
    V_reset: { default: -60, unit: "mV", doc: "potential after a spike" },
    t_ref: { default: 2, unit: "ms", doc: "refractory period" },
    g_L: { default: 16.6667, unit: "nS", doc: "leak conductance" },
    C_m: { default: 250, unit: "pF", doc: "membrane capacitance" },
    E_ex: { default: 0, unit: "mV", doc: "excitatory reversal potential" },
    E_in: { default: -85, unit: "mV", doc: "inhibitory reversal potential" },
    E_L: { default: -70, unit: "mV", doc: "leak reversal potential" },
    tau_syn_ex: { default: 0.2, unit: "ms", doc: "decay time of excitatory conductances" },
    tau_syn_in: { default: 2, unit: "ms", doc: "decay time of inhibitory conductances" },
    I_e: { default: 0, unit: "pA", doc: "constant current" },
  },
  variables: {
    V_m: { unit: "mV", doc: "membrane potential", initial: (p) => p.E_L, field: "V", plus: "V_th" },
    g_ex: { unit: "nS", doc: "excitatory synaptic conductance", initial: () => 0, field: "g_ex" },
    g_in: { unit: "nS", doc: "inhibitory synaptic conductance", initial: () => 0, field: "g_in" },
  },
  receptors: ["ex", "in"],
  magnitude: true,
  paramFields: [
    ...["substeps", "h", "half", "sixth", "half_ex", "half_in", "P11_ex", "P11_in", "inv_C", "leak", "rest"],
    ...["E_ex", "E_in", "V_reset", "refractory"],
  ],
  stateFields: ["V", "g_ex", "g_in", "r"],
  check: (p) => notPositive(p, ["C_m", "g_L", "tau_syn_ex", "tau_syn_in"]) ?? negative(p, ["t_ref"]) ?? badReset(p),
  derive({ V_th, V_reset, t_ref, g_L, C_m, E_ex, E_in, E_L, tau_syn_ex, tau_syn_in, I_e }, dt) {
    const substeps = substepCount(dt, Math.min(tau_syn_ex / 2, tau_syn_in / 2, C_m / g_L / 80));
    const h = dt / substeps;
    return {
      substeps,
      h,
      half: h / 2,
      sixth: h / 6,
      half_ex: Math.exp(-h / 2 / tau_syn_ex),
      half_in: Math.exp(-h / 2 / tau_syn_in),
      P11_ex: Math.exp(-dt / tau_syn_ex),
      P11_in: Math.exp(-dt / tau_syn_in),
      inv_C: 1 / C_m,
      leak: g_L / C_m,
      rest: (g_L * (E_L - V_th) + I_e) / C_m,
      E_ex: E_ex - V_th,
      E_in: E_in - V_th,
      V_reset: V_reset - V_th,
      refractory: refractorySteps(t_ref, dt),
    };
  },
  twin,
  trial: { weight: 6, current: 200, tolerance: 1e-5 },
};
