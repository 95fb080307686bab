import wgsl from "../../../shaders/neuron/aeif_cond_exp.wgsl";
import { type BuiltInModel, field, type PopulationStep } from "./model.ts";
import { notPositive, refractorySteps } from "./propagators.ts";
import { negative, substepCount } from "./substeps.ts";

const FIELDS = [
  ...["substeps", "h", "half_ex", "half_in", "P11_ex", "P11_in", "P_w", "inv_C", "leak", "rest", "E_L", "E_ex", "E_in"],
  ...["upswing", "Delta_T", "inv_Delta", "near", "V_peak", "V_reset", "a", "b", "inv_tau_w", "refractory"],
];

/** exp(x) that stays in the range of float32. */
function boundedExp(x: number): number {
  return Math.exp(Math.min(Math.max(x, -80), 80));
}

/** x, but not below 0 or above 1. */
function unit(x: number): number {
  return Math.min(Math.max(x, 0), 1);
}

/**
 * The working values of one sub-step, fields in place of return values so that the loop allocates nothing. Arithmetic is
 * in float64 between the float32 states of a step, so it agrees with the shader to rounding, not to the bit.
 */
class Cell {
  // Parameters of the neuron, as in `struct Params`.
  h = 0;
  P_w = 0;
  inv_C = 0;
  E_L = 0;
  upswing = 0;
  Delta_T = 0;
  inv_Delta = 0;
  near = 0;
  V_peak = 0;
  V_reset = 0;
  a = 0;
  b = 0;
  inv_tau_w = 0;
  refractory = 0;
  // State.
  V = 0;
  w = 0;
  r = 0;
  spikes = 0;
  // The linear part B - A V at start, middle and end of the sub-step.
  A0 = 0;
  B0 = 0;
  A1 = 0;
  B1 = 0;
  A2 = 0;
  B2 = 0;
  // What a Runge-Kutta stage gives, and the constants of the sub-step.
  private dx = 0;
  private dw = 0;
  private x = 0;
  private wEnd = 0;
  private slope = 0;
  private straight = true;
  private V0 = 0;
  private E0 = 0;
  private low = 0;

  load(s: PopulationStep, i: number): void {
    this.h = field(s, 1, i);
    this.P_w = field(s, 6, i);
    this.inv_C = field(s, 7, i);
    this.E_L = field(s, 10, i);
    this.upswing = field(s, 13, i);
    this.Delta_T = field(s, 14, i);
    this.inv_Delta = field(s, 15, i);
    this.near = field(s, 16, i);
    this.V_peak = field(s, 17, i);
    this.V_reset = field(s, 18, i);
    this.a = field(s, 19, i);
    this.b = field(s, 20, i);
    this.inv_tau_w = field(s, 21, i);
    this.refractory = field(s, 22, i);
  }

  /** Slopes of (V or y, w), into dx and dw. */
  private rate(A: number, B: number, x: number, w: number): void {
    let V = Math.min(x, this.V_peak);
    if (!this.straight) V = this.V0 - this.Delta_T * Math.log(Math.max(x, this.low));
    const linear = B - A * V - w * this.inv_C;
    this.dw = (this.a * (V - this.E_L) - w) * this.inv_tau_w;
    this.dx = this.straight ? linear + this.upswing * boundedExp(V * this.inv_Delta) : -(this.E0 + x * linear * this.inv_Delta);
  }

  /** Classical Runge-Kutta from x, into x, wEnd and slope. */
  private rk4(x: number): void {
    const { h, w } = this;
    this.rate(this.A0, this.B0, x, w);
    const x1 = this.dx;
    const w1 = this.dw;
    this.rate(this.A1, this.B1, x + (h / 2) * x1, w + (h / 2) * w1);
    const x2 = this.dx;
    const w2 = this.dw;
    this.rate(this.A1, this.B1, x + (h / 2) * x2, w + (h / 2) * w2);
    const x3 = this.dx;
    const w3 = this.dw;
    this.rate(this.A2, this.B2, x + h * x3, w + h * w3);
    this.x = x + (h / 6) * (x1 + 2 * (x2 + x3) + this.dx);
    this.wEnd = w + (h / 6) * (w1 + 2 * (w2 + w3) + this.dw);
    this.slope = h * x1;
  }

  /** Where a sub-step is too long for Runge-Kutta: V relaxes with the mid-step conductances, then the upswing is added to y. */
  private leap(): void {
    const { V0, w, h } = this;
    const settled = (this.B1 - w * this.inv_C) / this.A1;
    const moved = (settled - V0) * -Math.expm1(-this.A1 * h);
    this.wEnd = w + h * (this.a * (Math.min(V0, this.V_peak) - this.E_L) - w) * this.inv_tau_w;
    if (this.straight) {
      this.x = V0 + moved;
      return;
    }
    const q = moved * this.inv_Delta;
    const y = boundedExp(-q);
    this.x = y - this.E0 * h * (Math.abs(q) > 0.001 ? (1 - y) / q : 1);
    this.slope = this.x - 1;
  }

  /** The end of a sub-step that crossed V_peak at `part` (0 to 1) of it, V being `mean` on the way: reset, and on by Euler. */
  private spike(part: number, mean: number): void {
    const t = (1 - part) * this.h;
    const w = this.w + part * this.h * (this.a * (mean - this.E_L) - this.w) * this.inv_tau_w + this.b;
    const { V_reset } = this;
    this.spikes++;
    this.V = V_reset;
    this.w = w + t * (this.a * (V_reset - this.E_L) - w) * this.inv_tau_w;
    if (this.refractory > 0) this.r = this.refractory;
    else {
      const upswing = this.upswing * boundedExp(V_reset * this.inv_Delta);
      this.V += t * (this.B2 - this.A2 * V_reset - w * this.inv_C + upswing);
    }
  }

  substep(): void {
    const { w, V, h } = this;
    if (this.r > 0) {
      const settled = this.a * (this.V_reset - this.E_L);
      this.V = this.V_reset;
      this.w = settled + (w - settled) * this.P_w;
      return;
    }
    const fast = Math.abs(this.B0 - this.A0 * V - w * this.inv_C) * h * this.inv_Delta > 1;
    const stiff = this.A0 * h > 1 || (V >= this.near && fast);
    this.V0 = V;
    this.straight = this.Delta_T === 0 || (V < this.near && !stiff);
    if (this.straight) {
      if (stiff) this.leap();
      else this.rk4(V);
      if (this.x >= this.V_peak) {
        this.spike(unit((this.V_peak - V) / (this.x - V)), (V + this.V_peak) / 2);
        return;
      }
      this.V = this.x;
    } else {
      this.low = boundedExp((V - this.V_peak) * this.inv_Delta);
      this.E0 = this.upswing * this.inv_Delta * boundedExp(V * this.inv_Delta);
      if (stiff) this.leap();
      else this.rk4(1);
      if (this.x <= this.low) {
        // y falls in a line from 1 to low: the mean of V0 - Delta_T log(y).
        const mean = V + this.Delta_T + (this.low * (V - this.V_peak)) / Math.max(1 - this.low, 1e-6);
        this.spike(this.crossing(), mean);
        return;
      }
      this.V = V - this.Delta_T * Math.log(this.x);
    }
    this.w = this.wEnd;
  }

  /** Where y reached `low`, by the parabola through y at both ends of the sub-step with the slope at its start. */
  private crossing(): number {
    const { slope, low } = this;
    const bend = this.x - 1 - slope;
    const root = Math.sqrt(Math.max(slope * slope - 4 * bend * (1 - low), 0));
    return unit((2 * (1 - low)) / Math.max(root - slope, 1e-20));
  }
}

const cell = new Cell();

/** Twin of shaders/neuron/aeif_cond_exp.wgsl: state in float32, arithmetic within a step in float64. */
function twin(s: PopulationStep): number {
  const { count, drive, fired } = s;
  const [V, conductance_ex, conductance_in, w, r, spiked] = s.state;
  const [ex, inh] = s.arrivals;
  const [qEx, qIn] = s.quantum;
  let spikes = 0;
  for (let i = 0; i < count; i++) {
    if (i === 0 || !s.uniform) cell.load(s, i);
    cell.V = V[i];
    cell.w = w[i];
    cell.r = r[i];
    cell.spikes = 0;
    advance(s, i, conductance_ex[i], conductance_in[i], field(s, 9, i) + drive[i] * cell.inv_C);
    V[i] = cell.V;
    w[i] = cell.w;
    r[i] = cell.r > 0 ? cell.r - 1 : 0;
    spiked[i] = cell.spikes;
    conductance_ex[i] = conductance_ex[i] * field(s, 4, i) + ex[i] * qEx;
    conductance_in[i] = conductance_in[i] * field(s, 5, i) + inh[i] * qIn;
    if (cell.spikes > 0) fired[spikes++] = i;
  }
  return spikes;
}

/** The sub-steps of neuron `i` from its conductances at the start of the step and the constant part of V'. */
function advance(s: PopulationStep, i: number, g_ex: number, g_in: number, base: number): void {
  const substeps = field(s, 0, i);
  const half_ex = field(s, 2, i);
  const half_in = field(s, 3, i);
  const leak = field(s, 8, i);
  const E_ex = field(s, 11, i);
  const E_in = field(s, 12, i);
  const { inv_C } = cell;
  let ex = g_ex * inv_C;
  let inh = g_in * inv_C;
  cell.A0 = leak + ex + inh;
  cell.B0 = base + ex * E_ex + inh * E_in;
  for (let k = 0; k < substeps; k++) {
    ex *= half_ex;
    inh *= half_in;
    cell.A1 = leak + ex + inh;
    cell.B1 = base + ex * E_ex + inh * E_in;
    ex *= half_ex;
    inh *= half_in;
    cell.A2 = leak + ex + inh;
    cell.B2 = base + ex * E_ex + inh * E_in;
    cell.substep();
    cell.A0 = cell.A2;
    cell.B0 = cell.B2;
  }
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
  paramFields: FIELDS,
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
