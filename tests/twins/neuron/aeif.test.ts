import { describe, expect, it } from "vitest";
import { aeif_cond_exp } from "../../../src/twins/neuron/aeif_cond_exp.ts";
import { drive, largest, parametersOf, train } from "./drive.ts";
import { goldenJson } from "./golden.ts";
import { rungeKutta } from "./reference.ts";

interface AdEx {
  params: Record<string, Record<"C" | "gL" | "EL" | "VT" | "DT" | "a" | "tauw" | "b" | "Vr" | "I", number>>;
  T_ms: number;
  converged_ms: Record<string, number[]>;
}
const adex = goldenJson<AdEx>("e_adex.json");

/** The converged solution in float64: 1/2000 ms Runge-Kutta steps, shorter as V blows up; crossings by a line in the last one. */
function converged(p: Record<string, number>, dt: number, arrivals: Float64Array) {
  const y = Float64Array.of(p.E_L, 0, 0, 0);
  const times: number[] = [];
  const V = new Float64Array(arrivals.length);
  const w = new Float64Array(arrivals.length);
  const slope = (x: Float64Array, into: Float64Array): void => {
    const v = Math.min(x[0], p.V_peak);
    const upswing = p.g_L * p.Delta_T * Math.exp((v - p.V_th) / p.Delta_T);
    const synaptic = -x[2] * (v - p.E_ex) - x[3] * (v - p.E_in);
    into[0] = (-p.g_L * (v - p.E_L) + upswing + synaptic - x[1] + p.I_e) / p.C_m;
    into[1] = (p.a * (v - p.E_L) - x[1]) / p.tau_w;
    into[2] = -x[2] / p.tau_syn_ex;
    into[3] = -x[3] / p.tau_syn_in;
  };
  const now = new Float64Array(4);
  for (let k = 0; k < arrivals.length; k++) {
    for (let t = 0; t < dt - 1e-12; ) {
      slope(y, now);
      const h = Math.min(1 / 2000, dt - t, 0.02 / Math.abs(now[0]));
      const before = y[0];
      rungeKutta(slope, y, h);
      if (y[0] >= p.V_peak) {
        times.push(k * dt + t + (h * (p.V_peak - before)) / (y[0] - before));
        y[0] = p.V_reset;
        y[1] += p.b;
      }
      t += h;
    }
    y[arrivals[k] > 0 ? 2 : 3] += Math.abs(arrivals[k]);
    V[k] = y[0];
    w[k] = y[1];
  }
  return { times, V, w };
}

/** How far the times lie outside the steps in which their spikes were, in ms. */
function distances(steps: readonly number[], times: readonly number[], dt: number): number {
  expect(steps.length).toBe(times.length);
  return Math.max(0, ...steps.map((k, j) => Math.max(k * dt - times[j], times[j] - (k + 1) * dt)));
}

function named(name: string): Record<string, number> {
  const { C, gL, EL, VT, DT, a, tauw, b, Vr, I } = adex.params[name];
  return { C_m: C, g_L: gL, E_L: EL, V_th: VT, Delta_T: DT, a, tau_w: tauw, b, V_reset: Vr, I_e: I };
}

describe("golden data e_adex (DOP853, 1e-12)", () => {
  for (const dt of [0.1, 0.2, 0.5, 1]) {
    it.each(Object.keys(adex.params))(`%s: as many spikes, each in its step or within 0.01 ms of it, dt ${dt}`, (name) => {
      const { spikes } = drive(aeif_cond_exp, { dt, steps: Math.round(adex.T_ms / dt), params: named(name) });
      expect(distances(spikes[0], adex.converged_ms[name], dt)).toBeLessThan(0.01);
    });
  }
});

describe("converged float64 solution with conductances", () => {
  const weight = (u: number): number => (u < 0.8 ? 40 * u : -30 * u);
  const MS = 200;
  it.each([0.1, 0.2, 0.5])("subthreshold: V within 0.05 mV (5e-4 relative), w within 1e-4 relative, dt %d", (dt) => {
    const steps = Math.round(MS / dt);
    const arrivals = train(steps, Math.min(0.7, (0.08 * dt) / 0.1), 2, weight);
    const params = { I_e: 330 };
    const reference = converged(parametersOf(aeif_cond_exp, params), dt, arrivals);
    const send = (k: number, to: (i: number, w: number) => void) => to(0, arrivals[k]);
    const run = drive(aeif_cond_exp, { dt, steps, params, arrivals: send, record: ["V_m", "w"] });
    expect(reference.times).toEqual([]);
    expect(run.spikes[0]).toEqual([]);
    expect(Math.max(...reference.V)).toBeGreaterThan(-60);
    expect(largest(run.trace.V_m[0], reference.V)).toBeLessThan(0.005);
    expect(largest(run.trace.w[0], reference.w)).toBeLessThan(1e-4 * Math.max(...reference.w));
  });
  it.each([0.1, 0.2, 0.5])("spiking: as many spikes, each in its step or within 0.01 ms of it, dt %d", (dt) => {
    const steps = Math.round(MS / dt);
    const arrivals = train(steps, Math.min(0.7, (0.08 * dt) / 0.1), 2, (u) => 2 * weight(u));
    const params = { I_e: 900 };
    const reference = converged(parametersOf(aeif_cond_exp, params), dt, arrivals);
    const send = (k: number, to: (i: number, w: number) => void) => to(0, arrivals[k]);
    const run = drive(aeif_cond_exp, { dt, steps, params, arrivals: send, record: ["V_m"] });
    expect(reference.times.length).toBeGreaterThan(3);
    expect(distances(run.spikes[0], reference.times, dt)).toBeLessThan(0.01);
  });
});

describe("reset", () => {
  it("several crossings in a step are one event, each adding b", () => {
    const { spikes, trace } = drive(aeif_cond_exp, {
      dt: 1,
      steps: 3,
      params: { I_e: 30_000, b: 1, a: 0, tau_w: 1e6, V_reset: -50 },
      record: ["w"],
    });
    expect(spikes[0]).toEqual([0, 1, 2]);
    expect(trace.w[0][2]).toBeGreaterThan(10);
    expect(Math.abs(trace.w[0][2] - Math.round(trace.w[0][2]))).toBeLessThan(1e-3);
  });

  it("a refractory neuron stays at V_reset for the rest of the step and t_ref while w relaxes", () => {
    const params = { I_e: 1000, t_ref: 2, V_reset: -58 };
    const { spikes, trace } = drive(aeif_cond_exp, { dt: 0.1, steps: 400, params, record: ["V_m", "w"] });
    const [k] = spikes[0];
    for (let j = 0; j <= 20; j++) expect(trace.V_m[0][k + j]).toBeCloseTo(-58, 5);
    expect(trace.V_m[0][k + 21]).toBeGreaterThan(-57.99);
    const settled = 4 * (-58 + 70.6);
    const expected = settled + (trace.w[0][k] - settled) * Math.exp(-2 / 144);
    expect(trace.w[0][k + 20]).toBeCloseTo(expected, 3);
  });

  it("without upswing (Delta_T 0) it fires at V_th", () => {
    const params = { Delta_T: 0, a: 0, b: 0, I_e: 1000, V_th: -50 };
    const { spikes } = drive(aeif_cond_exp, { dt: 0.1, steps: 2000, params });
    const tau = 281 / 30;
    const first = -tau * Math.log(1 - 20.6 / (1000 / 30));
    const interval = tau * Math.log((70.6 - 60 - 1000 / 30) / (70.6 - 50 - 1000 / 30));
    const times = spikes[0].map((_, j) => first + j * interval);
    expect(distances(spikes[0], times, 0.1)).toBeLessThan(0.02);
  });

  it("settles between the reversal potentials where conductances make the membrane faster than a sub-step", () => {
    const arrivals = (k: number, send: (i: number, w: number) => void) => send(0, k % 7 === 0 ? -20_000 : 0);
    const { trace, spikes } = drive(aeif_cond_exp, { dt: 1, steps: 100, arrivals, record: ["V_m"] });
    expect(spikes[0]).toEqual([]);
    expect(Math.min(...trace.V_m[0])).toBeGreaterThan(-85.01);
    for (let k = 1; k < 100; k += 7) expect(trace.V_m[0][k]).toBeCloseTo(-85, 1);
  });

  it("stays finite with a steep upswing and a far peak", () => {
    const params = { Delta_T: 0.3, V_peak: 100, I_e: 800 };
    const { spikes, state } = drive(aeif_cond_exp, { dt: 0.1, steps: 3000, params });
    expect(spikes[0].length).toBeGreaterThan(3);
    for (const s of state) expect(Number.isFinite(s[0])).toBe(true);
  });
});
