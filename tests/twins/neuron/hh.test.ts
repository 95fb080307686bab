import { describe, expect, it } from "vitest";
import { hh_psc_alpha } from "../../../src/twins/neuron/hh_psc_alpha.ts";
import { drive, largest, parametersOf, train } from "./drive.ts";
import { goldenArray, goldenJson } from "./golden.ts";
import { rungeKutta } from "./reference.ts";

interface Squid {
  I_pA: number[];
  T_ms: number;
  converged: { peak_ms: number[] }[];
}
const squid = goldenJson<Squid>("e_hh.json");

/** The converged solution in float64: Runge-Kutta over 1/800 ms, NEST's spike rule on the grid of dt. */
function converged(p: Record<string, number>, dt: number, arrivals: Float64Array) {
  const gate = (x: number) => (Math.abs(x) < 1e-9 ? 1 : x / -Math.expm1(-x));
  const slope = (y: Float64Array, d: Float64Array): void => {
    const [V, m, h, n, dEx, ex, dIn, inh] = y;
    d[0] = (-p.g_Na * m ** 3 * h * (V - p.E_Na) - p.g_K * n ** 4 * (V - p.E_K) - p.g_L * (V - p.E_L) + ex + inh + p.I_e) / p.C_m;
    d[1] = gate((V + 40) / 10) * (1 - m) - 4 * Math.exp(-(V + 65) / 18) * m;
    d[2] = 0.07 * Math.exp(-(V + 65) / 20) * (1 - h) - h / (1 + Math.exp(-(V + 35) / 10));
    d[3] = 0.1 * gate((V + 55) / 10) * (1 - n) - 0.125 * Math.exp(-(V + 65) / 80) * n;
    d[4] = -dEx / p.tau_syn_ex;
    d[5] = dEx - ex / p.tau_syn_ex;
    d[6] = -dIn / p.tau_syn_in;
    d[7] = dIn - inh / p.tau_syn_in;
  };
  const y = Float64Array.of(-65, 0.052932485257249, 0.59612075350846, 0.317676914060697, 0, 0, 0, 0);
  const spikes: number[] = [];
  const V = new Float64Array(arrivals.length);
  let held = 0;
  for (let k = 0; k < arrivals.length; k++) {
    const before = y[0];
    const fine = Math.round(800 * dt);
    for (let j = 0; j < fine; j++) rungeKutta(slope, y, dt / fine);
    const w = arrivals[k];
    y[w > 0 ? 4 : 6] += (w * Math.E) / (w > 0 ? p.tau_syn_ex : p.tau_syn_in);
    if (held > 0) held--;
    else if (y[0] >= 0 && before > y[0]) {
      spikes.push(k);
      held = Math.round(p.t_ref / dt);
    }
    V[k] = y[0];
  }
  return { spikes, V };
}

describe("golden data e_hh (DOP853, 1e-12)", () => {
  it.each([0.1, 0.2])("7 currents: spikes give or take one, each a grid point or two after its peak, dt %d", (dt) => {
    const { spikes } = drive(hh_psc_alpha, {
      dt,
      count: squid.I_pA.length,
      steps: Math.round(squid.T_ms / dt),
      params: { I_e: squid.I_pA },
    });
    squid.converged.forEach(({ peak_ms }, i) => {
      expect(Math.abs(spikes[i].length - peak_ms.length)).toBeLessThanOrEqual(1);
      spikes[i].slice(0, peak_ms.length).forEach((k, j) => {
        const late = (k + 1) * dt - peak_ms[j];
        expect(late).toBeGreaterThan(-0.02);
        expect(late).toBeLessThan(2 * dt + 0.02);
      });
    });
  });

  it.each([0.05, 0.1, 0.2])("V along 50 ms, spikes included: within 0.3 mV, below -50 mV within 0.05 mV, dt %d", (dt) => {
    const { data } = goldenArray("e_hh_trace_v.npy");
    const steps = Math.round(49.9 / dt);
    const run = drive(hh_psc_alpha, { dt, count: 7, steps, params: { I_e: squid.I_pA }, record: ["V_m"] });
    for (let i = 0; i < 7; i++) {
      const V = Float64Array.from({ length: steps }, (_, k) => data[1000 * i + Math.round(((k + 1) * dt) / 0.05)]);
      expect(largest(run.trace.V_m[i], V)).toBeLessThan(0.3);
      expect(largest(run.trace.V_m[i], V, (k) => V[k] < -50)).toBeLessThan(0.05);
    }
  });
});

describe("converged float64 solution with alpha currents", () => {
  it.each([0.1, 0.2, 0.5, 1])("subthreshold: V within 0.05 mV, dt %d", (dt) => {
    const steps = Math.round(100 / dt);
    const arrivals = train(steps, Math.min(0.7, (0.05 * dt) / 0.1), 8, (u) => 500 * u - 120);
    const reference = converged(parametersOf(hh_psc_alpha), dt, arrivals);
    const send = (k: number, to: (i: number, w: number) => void) => to(0, arrivals[k]);
    const run = drive(hh_psc_alpha, { dt, steps, arrivals: send, record: ["V_m"] });
    expect(Math.max(...reference.V) - Math.min(...reference.V)).toBeGreaterThan(3);
    expect(run.spikes[0]).toEqual([]);
    expect(largest(run.trace.V_m[0], reference.V)).toBeLessThan(0.005);
  });
  it.each([0.1, 0.2, 0.5])("spiking: as many spikes, each within 0.5 ms, dt %d", (dt) => {
    const steps = Math.round(300 / dt);
    const arrivals = train(steps, Math.min(0.7, (0.05 * dt) / 0.1), 8, (u) => 2500 * u - 500);
    const reference = converged(parametersOf(hh_psc_alpha), dt, arrivals);
    const send = (k: number, to: (i: number, w: number) => void) => to(0, arrivals[k]);
    const { spikes } = drive(hh_psc_alpha, { dt, steps, arrivals: send });
    expect(reference.spikes.length).toBeGreaterThan(5);
    expect(spikes[0].length).toBe(reference.spikes.length);
    spikes[0].forEach((k, j) => {
      expect(Math.abs(k - reference.spikes[j]) * dt).toBeLessThan(0.5);
    });
  });
});

describe("rates", () => {
  it.each([-55, -40, -55.00001, -39.99999])("are finite where they are 0 / 0, at %d mV", (V_m) => {
    const { trace, state } = drive(hh_psc_alpha, { dt: 0.1, steps: 20, initial: { V_m }, record: ["V_m"] });
    const beside = drive(hh_psc_alpha, { dt: 0.1, steps: 20, initial: { V_m: V_m + 1e-3 }, record: ["V_m"] });
    for (const s of state) expect(Number.isFinite(s[0])).toBe(true);
    expect(largest(trace.V_m[0], beside.trace.V_m[0])).toBeLessThan(0.1);
  });
});
