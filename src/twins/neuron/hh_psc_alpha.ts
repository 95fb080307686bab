import wgsl from "../../../shaders/neuron/hh_psc_alpha.wgsl";
import { negative, notPositive } from "../checks.ts";
import { type BuiltInModel, field, type PopulationStep } from "./model.ts";
import { refractorySteps } from "./propagators.ts";
import { substepCount } from "./substeps.ts";

/** x / (1 - exp(-x)), by its series where that is 0 / 0. */
function linoid(x: number): number {
  if (x < 0.5 && x > -0.5) {
    const q = x * x;
    return 1 + 0.5 * x + q * (1 / 12 - q * (1 / 720 - q * (1 / 30240 - q / 1209600)));
  }
  return x / (1 - Math.exp(-x));
}

/** Rates per ms at which the m, h and n gates open and shut, at V in mV (Hodgkin and Huxley 1952, rest at -65 mV). */
const openM = (V: number): number => linoid(0.1 * (V + 40));
const shutM = (V: number): number => 4 * Math.exp(-(V + 65) / 18);
const openH = (V: number): number => 0.07 * Math.exp(-(V + 65) / 20);
const shutH = (V: number): number => 1 / (1 + Math.exp(-(V + 35) / 10));
const openN = (V: number): number => 0.1 * linoid(0.1 * (V + 55));
const shutN = (V: number): number => 0.125 * Math.exp(-(V + 65) / 80);

/** Where a gate settles at -65 mV. */
const settled = (open: (V: number) => number, shut: (V: number) => number): number => open(-65) / (open(-65) + shut(-65));

/**
 * The working values of one neuron, fields in place of return values so that the loop allocates nothing. Arithmetic is in
 * float64 between the float32 states of a step, so it agrees with the shader to rounding, not to the bit.
 */
class Cell {
  // Parameters of the neuron, as in `struct Params`.
  private substeps = 0;
  private h = 0;
  private half_ex = 0;
  private half_in = 0;
  P11_ex = 0;
  P11_in = 0;
  P21_ex = 0;
  P21_in = 0;
  rise_ex = 0;
  rise_in = 0;
  private inv_C = 0;
  private g_Na = 0;
  private g_K = 0;
  private g_L = 0;
  private E_Na = 0;
  private E_K = 0;
  private E_L = 0;
  private I_e = 0;
  refractory = 0;
  // State.
  V = 0;
  m = 0;
  hh = 0;
  n = 0;
  // Slopes of V and the gates.
  private dV = 0;
  private dm = 0;
  private dh = 0;
  private dn = 0;

  load(s: PopulationStep, i: number): void {
    this.substeps = field(s, 0, i);
    this.h = field(s, 1, i);
    this.half_ex = field(s, 2, i);
    this.half_in = field(s, 3, i);
    this.P11_ex = field(s, 4, i);
    this.P11_in = field(s, 5, i);
    this.P21_ex = field(s, 6, i);
    this.P21_in = field(s, 7, i);
    this.rise_ex = field(s, 8, i);
    this.rise_in = field(s, 9, i);
    this.inv_C = field(s, 10, i);
    this.g_Na = field(s, 11, i);
    this.g_K = field(s, 12, i);
    this.g_L = field(s, 13, i);
    this.E_Na = field(s, 14, i);
    this.E_K = field(s, 15, i);
    this.E_L = field(s, 16, i);
    this.I_e = field(s, 17, i);
    this.refractory = field(s, 18, i);
  }

  /** Slopes at (V, m, h, n) under the current I (mV/ms), into dV, dm, dh, dn. */
  private rate(V: number, m: number, h: number, n: number, I: number): void {
    const v = Math.min(Math.max(V, COLDEST), 300);
    this.dm = openM(v) * (1 - m) - shutM(v) * m;
    this.dh = openH(v) * (1 - h) - shutH(v) * h;
    this.dn = openN(v) * (1 - n) - shutN(v) * n;
    const sodium = this.g_Na * m * m * m * h * (V - this.E_Na);
    const potassium = this.g_K * n * n * n * n * (V - this.E_K);
    this.dV = I - sodium - potassium - this.g_L * (V - this.E_L);
  }

  /** Classical Runge-Kutta over one sub-step with the current at its start, middle and end. */
  private substep(start: number, middle: number, end: number): void {
    const { h, V, m, hh, n } = this;
    const half = h / 2;
    this.rate(V, m, hh, n, start);
    const V1 = this.dV;
    const m1 = this.dm;
    const h1 = this.dh;
    const n1 = this.dn;
    this.rate(V + half * V1, m + half * m1, hh + half * h1, n + half * n1, middle);
    const V2 = this.dV;
    const m2 = this.dm;
    const h2 = this.dh;
    const n2 = this.dn;
    this.rate(V + half * V2, m + half * m2, hh + half * h2, n + half * n2, middle);
    const V3 = this.dV;
    const m3 = this.dm;
    const h3 = this.dh;
    const n3 = this.dn;
    this.rate(V + h * V3, m + h * m3, hh + h * h3, n + h * n3, end);
    this.V = V + (h / 6) * (V1 + 2 * (V2 + V3) + this.dV);
    this.m = m + (h / 6) * (m1 + 2 * (m2 + m3) + this.dm);
    this.hh = hh + (h / 6) * (h1 + 2 * (h2 + h3) + this.dh);
    this.n = n + (h / 6) * (n1 + 2 * (n2 + n3) + this.dn);
  }

  /** All sub-steps of a step, from the synaptic currents (pA), their sources (pA/ms) and the drive (pA) at its start. */
  advance(dI_ex: number, I_ex: number, dI_in: number, I_in: number, drive: number): void {
    const { substeps, half_ex, half_in, inv_C } = this;
    const constant = this.I_e + drive * inv_C;
    const half = this.h / 2;
    let dEx = dI_ex * inv_C;
    let dIn = dI_in * inv_C;
    let ex = I_ex * inv_C;
    let inh = I_in * inv_C;
    let start = constant + ex + inh;
    for (let k = 0; k < substeps; k++) {
      ex = (ex + half * dEx) * half_ex;
      inh = (inh + half * dIn) * half_in;
      dEx *= half_ex;
      dIn *= half_in;
      const middle = constant + ex + inh;
      ex = (ex + half * dEx) * half_ex;
      inh = (inh + half * dIn) * half_in;
      dEx *= half_ex;
      dIn *= half_in;
      const end = constant + ex + inh;
      this.substep(start, middle, end);
      start = end;
    }
  }
}

const cell = new Cell();

/** Twin of shaders/neuron/hh_psc_alpha.wgsl: state in float32, arithmetic within a step in float64. */
function twin(s: PopulationStep): number {
  const { count, drive, fired } = s;
  const [V, Act_m, Inact_h, Act_n, dI_ex, I_ex, dI_in, I_in, r] = s.state;
  const [ex, inh] = s.arrivals;
  const [qEx, qIn] = s.quantum;
  let spikes = 0;
  for (let i = 0; i < count; i++) {
    if (i === 0 || !s.uniform) cell.load(s, i);
    const before = V[i];
    cell.V = before;
    cell.m = Act_m[i];
    cell.hh = Inact_h[i];
    cell.n = Act_n[i];
    cell.advance(dI_ex[i], I_ex[i], dI_in[i], I_in[i], drive[i]);
    V[i] = cell.V;
    Act_m[i] = cell.m;
    Inact_h[i] = cell.hh;
    Act_n[i] = cell.n;
    I_ex[i] = cell.P21_ex * dI_ex[i] + cell.P11_ex * I_ex[i];
    I_in[i] = cell.P21_in * dI_in[i] + cell.P11_in * I_in[i];
    dI_ex[i] = dI_ex[i] * cell.P11_ex + cell.rise_ex * (ex[i] * qEx);
    dI_in[i] = dI_in[i] * cell.P11_in + cell.rise_in * (inh[i] * qIn);
    if (r[i] > 0) r[i] -= 1;
    else if (V[i] >= 0 && before > V[i]) {
      r[i] = cell.refractory;
      fired[spikes++] = i;
    }
  }
  return spikes;
}

/**
 * Potential (mV) below which the gates' rates stay as they are. Far below rest the closing rate of m grows beyond what the sub-step
 * can follow, while every gate has long reached its end: at -120 mV m, h and n stand within 0.01 of 0, 1 and 0.
 */
const COLDEST = -120;

/** Longest sub-step in ms: the fastest gate and the sodium current need it, whatever the synapses. */
const LONGEST = 0.025;

/**
 * Hodgkin-Huxley squid axon with alpha-shaped post-synaptic currents; NEST's `hh_psc_alpha`. Integrator: classical RK4 in equal
 * sub-steps of at most 0.025 ms and tau_syn / 2, the synaptic currents exact at each stage; the rates' 0 / 0 at -40 and -55 mV
 * by their series. A spike is the first grid point after a maximum of V at or above 0 mV, outside t_ref; V is not reset and runs
 * on while refractory. V is absolute: the threshold is 0 mV. Order of a step: V and gates, currents, arrivals, test.
 */
export const hh_psc_alpha: BuiltInModel = {
  name: "hh_psc_alpha",
  wgsl,
  parameters: {
    t_ref: { default: 2, unit: "ms", doc: "time after a spike without another" },
    g_Na: { default: 12000, unit: "nS", doc: "sodium peak conductance" },
    g_K: { default: 3600, unit: "nS", doc: "potassium peak conductance" },
    g_L: { default: 30, unit: "nS", doc: "leak conductance" },
    C_m: { default: 100, unit: "pF", doc: "membrane capacitance" },
    E_Na: { default: 50, unit: "mV", doc: "sodium reversal potential" },
    E_K: { default: -77, unit: "mV", doc: "potassium reversal potential" },
    E_L: { default: -54.402, unit: "mV", doc: "leak reversal potential" },
    tau_syn_ex: { default: 0.2, unit: "ms", doc: "rise time of excitatory currents" },
    tau_syn_in: { default: 2, unit: "ms", doc: "rise time of inhibitory currents" },
    I_e: { default: 0, unit: "pA", doc: "constant current" },
  },
  variables: {
    V_m: { unit: "mV", doc: "membrane potential", initial: () => -65, field: "V" },
    Act_m: { unit: "", doc: "sodium activation", initial: () => settled(openM, shutM), field: "Act_m" },
    Inact_h: { unit: "", doc: "sodium inactivation", initial: () => settled(openH, shutH), field: "Inact_h" },
    Act_n: { unit: "", doc: "potassium activation", initial: () => settled(openN, shutN), field: "Act_n" },
    I_syn_ex: { unit: "pA", doc: "excitatory synaptic current", initial: () => 0, field: "I_ex" },
    I_syn_in: { unit: "pA", doc: "inhibitory synaptic current", initial: () => 0, field: "I_in" },
    dI_ex: { unit: "pA/ms", doc: "source of the excitatory current", initial: () => 0, field: "dI_ex" },
    dI_in: { unit: "pA/ms", doc: "source of the inhibitory current", initial: () => 0, field: "dI_in" },
  },
  receptors: ["ex", "in"],
  paramFields: [
    ...["substeps", "h", "half_ex", "half_in", "P11_ex", "P11_in", "P21_ex", "P21_in", "rise_ex", "rise_in", "inv_C"],
    ...["g_Na", "g_K", "g_L", "E_Na", "E_K", "E_L", "I_e", "refractory"],
  ],
  stateFields: ["V", "Act_m", "Inact_h", "Act_n", "dI_ex", "I_ex", "dI_in", "I_in", "r"],
  check: (p) => notPositive(p, ["C_m", "tau_syn_ex", "tau_syn_in"]) ?? negative(p, ["t_ref", "g_Na", "g_K", "g_L"]),
  derive({ t_ref, g_Na, g_K, g_L, C_m, E_Na, E_K, E_L, tau_syn_ex, tau_syn_in, I_e }, dt) {
    const substeps = substepCount(dt, Math.min(tau_syn_ex / 2, tau_syn_in / 2, LONGEST));
    const h = dt / substeps;
    return {
      substeps,
      h,
      half_ex: Math.exp(-h / 2 / tau_syn_ex),
      half_in: Math.exp(-h / 2 / tau_syn_in),
      P11_ex: Math.exp(-dt / tau_syn_ex),
      P11_in: Math.exp(-dt / tau_syn_in),
      P21_ex: dt * Math.exp(-dt / tau_syn_ex),
      P21_in: dt * Math.exp(-dt / tau_syn_in),
      rise_ex: Math.E / tau_syn_ex,
      rise_in: Math.E / tau_syn_in,
      inv_C: 1 / C_m,
      g_Na: g_Na / C_m,
      g_K: g_K / C_m,
      g_L: g_L / C_m,
      E_Na,
      E_K,
      E_L,
      I_e: I_e / C_m,
      refractory: refractorySteps(t_ref, dt),
    };
  },
  twin,
  precise: true,
  trial: { weight: 100, current: 600, tolerance: 1e-4 },
};
