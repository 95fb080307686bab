import { describe, expect, it } from "vitest";
import { iaf_psc_alpha } from "../../../src/twins/neuron/iaf_psc_alpha.ts";
import { iaf_psc_delta } from "../../../src/twins/neuron/iaf_psc_delta.ts";
import { iaf_psc_exp } from "../../../src/twins/neuron/iaf_psc_exp.ts";
import { alphaPropagator, expPropagator } from "../../../src/twins/neuron/propagators.ts";
import { drive, largest, parametersOf, random, train } from "./drive.ts";
import { goldenArray, goldenJson } from "./golden.ts";
import { expm, type LinearNeuron, linearNeuron } from "./reference.ts";

const DTS = [0.1, 0.2, 0.5, 1];

interface Lif {
  fI: { I_pA: number[]; py_grid_steps: number[][] };
  drive: {
    in_step: number[];
    w_pA: number[];
    w_mV: number[];
    psc_exp: { brian2_spike_steps: number[] };
    psc_delta: { brian2_spike_steps: number[] };
  };
}
const lif = goldenJson<Lif>("a_lif.json");
/** Brian2 holds a neuron one update less than NEST for the same period: a_lif was made with t_ref 2 ms. */
const brianHold = { t_ref: 1.9 };

describe("float64 reference over 1 s of random input", () => {
  const kinds = [
    ["exp", iaf_psc_exp, 0.15, (u: number) => 900 * u - 250],
    ["alpha", iaf_psc_alpha, 0.15, (u: number) => 400 * u - 110],
    ["delta", iaf_psc_delta, 0.15, (u: number) => 4.2 * u - 1.3],
  ] as const;
  for (const [kind, model, p, weight] of kinds) {
    it.each(DTS)(`${model.name} spikes on equal steps, V within 1e-3 mV, dt %d`, (dt) => {
      const steps = Math.round(1000 / dt);
      const arrivals = train(steps, Math.min(0.6, (p * dt) / 0.1), 5, weight);
      const taus: Record<string, number> = kind === "delta" ? {} : { tau_syn_ex: 1.5, tau_syn_in: 6 };
      const params = { I_e: 250.5, t_ref: 2, ...taus };
      const current = (k: number) => (k % Math.round(100 / dt) < Math.round(40 / dt) ? 40 : 0);
      const all = { tau_syn_ex: 1, tau_syn_in: 1, ...parametersOf(model, params) } as unknown as LinearNeuron;
      const reference = linearNeuron(kind, all, dt, arrivals, current);
      const run = drive(model, {
        dt,
        steps,
        params,
        current,
        arrivals: (k, send) => send(0, arrivals[k]),
        record: ["V_m"],
      });
      expect(reference.spikes.length).toBeGreaterThan(15);
      expect(run.spikes[0]).toEqual(reference.spikes);
      expect(largest(run.trace.V_m[0], reference.V)).toBeLessThan(1e-3);
    });
  }
});

describe("golden data a_lif (Brian2, NEST)", () => {
  it.each([iaf_psc_exp, iaf_psc_delta, iaf_psc_alpha])("$name: grid spikes of 12 currents", (model) => {
    const run = drive(model, {
      dt: 0.1,
      steps: 10_000,
      count: lif.fI.I_pA.length,
      params: { ...brianHold, I_e: lif.fI.I_pA },
      record: ["V_m"],
    });
    expect(run.spikes).toEqual(lif.fI.py_grid_steps);
    const { data } = goldenArray("a_lif_trace_fI_v.npy");
    [400, 500, 1000].forEach((I, row) => {
      const V = run.trace.V_m[lif.fI.I_pA.indexOf(I)].subarray(0, 1000);
      expect(largest(V, data.subarray(1000 * row, 1000 * (row + 1)))).toBeLessThan(1e-4);
    });
  });

  const driven = (model: typeof iaf_psc_exp, weights: number[], t_ref: number, shift: number) => {
    const byStep = new Map(lif.drive.in_step.map((step, j) => [step + shift, weights[j]]));
    return drive(model, {
      dt: 0.1,
      steps: 2000,
      params: { t_ref },
      arrivals: (k, send) => send(0, byStep.get(k) ?? 0),
      quantum: 2 ** -20,
      record: Object.keys(model.variables),
    });
  };

  it("iaf_psc_exp driven by spikes: V, I_syn and spikes of Brian2, V of NEST", () => {
    const run = driven(iaf_psc_exp, lif.drive.w_pA, 1.9, 0);
    expect(run.spikes[0]).toEqual(lif.drive.psc_exp.brian2_spike_steps);
    expect(largest(run.trace.V_m[0], goldenArray("a_lif_drive_psc_exp_v.npy").data)).toBeLessThan(1e-4);
    const I_syn = run.trace.I_syn_ex[0].map((x, k) => x + run.trace.I_syn_in[0][k]);
    expect(largest(I_syn, goldenArray("a_lif_drive_psc_exp_isyn.npy").data)).toBeLessThan(5e-3);
    expect(largest(run.trace.V_m[0], goldenArray("a_lif_drive_nest_iaf_psc_exp_v.npy").data)).toBeLessThan(1e-4);
  });

  it("iaf_psc_delta driven by spikes: V of NEST; Brian2 adds arrivals after the test, a step later for V", () => {
    const run = driven(iaf_psc_delta, lif.drive.w_mV, 1.9, 0);
    expect(largest(run.trace.V_m[0], goldenArray("a_lif_drive_nest_iaf_psc_delta_v.npy").data)).toBeLessThan(1e-4);
  });
});

describe("oracles", () => {
  it("1: iaf_psc_alpha under 1000 pA from a generator and from I_e; 1450 pA spikes at 3.0 ms on every grid", () => {
    const V = [-70, -70, -69.602, -69.2079, -68.8178, -68.4316, -68.0492, -67.6706, -67.2958, -66.9247];
    const generator = drive(iaf_psc_alpha, { dt: 0.1, steps: 80, current: (k) => (k < 2 ? 0 : 1000), record: ["V_m"] });
    const trace = generator.trace.V_m[0];
    V.forEach((v, k) => {
      expect(Math.abs(trace[k] - v)).toBeLessThan(1e-4);
    });
    // NEST prints six digits.
    expect(Math.abs(trace[47] + 55.2513)).toBeLessThan(1e-4);
    expect(Math.abs(trace[48] + 55.0001)).toBeLessThan(1e-4);
    expect(generator.spikes[0][0]).toBe(49);
    for (let k = 49; k < 70; k++) expect(trace[k]).toBe(-70);
    expect(trace[70]).toBeCloseTo(-69.602, 3);
    const constant = drive(iaf_psc_alpha, { dt: 0.1, steps: 80, params: { I_e: 1000 } });
    expect(constant.spikes[0][0]).toBe(47);
    for (const model of [iaf_psc_alpha, iaf_psc_exp, iaf_psc_delta]) {
      for (const dt of DTS) {
        const [first] = drive(model, { dt, steps: Math.round(4 / dt), params: { I_e: 1450 } }).spikes[0];
        expect((first + 1) * dt).toBeCloseTo(3, 9);
      }
    }
  });

  it("2: iaf_psc_exp under a constant current follows E_L + (1 - exp(-t / tau)) R I, then 20 steps of clamp", () => {
    const { trace, spikes } = drive(iaf_psc_exp, { dt: 0.1, steps: 80, params: { I_e: 1000 }, record: ["V_m"] });
    const V = trace.V_m[0];
    expect(spikes[0]).toEqual([47]);
    for (let k = 0; k < 47; k++) expect(V[k]).toBeCloseTo(-70 - Math.expm1((-(k + 1) * 0.1) / 10) * 40, 4);
    for (let k = 47; k <= 67; k++) expect(V[k]).toBe(-70);
    expect(V[68]).toBeCloseTo(-69.602, 3);
  });

  it.each(DTS)("3: alpha PSP on the closed form, whatever the step (dt %d)", (dt) => {
    const { trace } = drive(iaf_psc_alpha, {
      dt,
      steps: Math.round(60 / dt),
      arrivals: (k, send) => send(0, k === 0 ? 100 : 0),
      record: ["V_m", "I_syn_ex"],
    });
    const [C, tau_m, tau_s] = [250, 10, 2];
    const a = 1 / tau_s - 1 / tau_m;
    const psp = (t: number) =>
      ((100 * Math.E) / (tau_s * C)) * ((Math.exp(-t / tau_m) - Math.exp(-t / tau_s)) / (a * a) - (t * Math.exp(-t / tau_s)) / a);
    trace.V_m[0].forEach((v, k) => {
      expect(Math.abs(v + 70 - psp(k * dt))).toBeLessThan(1e-5);
    });
    trace.I_syn_ex[0].forEach((I, k) => {
      const t = k * dt;
      expect(I).toBeCloseTo((100 * Math.E * t * Math.exp(-t / tau_s)) / tau_s, 3);
    });
    if (dt !== 0.1) return;
    const listed = [-69.9974, -69.9899, -69.9781, -69.9624, -69.9434, -69.9213, -69.8967, -69.8699, -69.8411, -69.8108];
    const more = [-69.779, -69.7463, -69.7126, -69.6783, -69.6435, -69.6084, -69.5732];
    [...listed, ...more].forEach((v, j) => {
      expect(Math.abs(trace.V_m[0][j + 1] - v)).toBeLessThan(1e-4);
    });
    expect(Math.abs(trace.V_m[0][27] + 69.2383)).toBeLessThan(1e-4);
  });

  it("5: propagators are regular at and near tau_syn = tau_m", () => {
    expect(expPropagator(2, 10, 250, 0.1)).toBeCloseTo(3.882040924845e-4, 15);
    expect(expPropagator(10, 10, 250, 0.1)).toBeCloseTo(3.960199334997e-4, 15);
    for (const tau_s of [0.2, 2, 9, 9.9, 9.999, 9.9999999, 10, 10 + 1e-12, 10.00001, 10.5, 50]) {
      for (const dt of DTS) {
        const M = [
          [-1 / tau_s, 0, 0],
          [1, -1 / tau_s, 0],
          [0, 1 / 250, -1 / 10],
        ].map((row) => row.map((x) => x * dt));
        const P = expm(M);
        expect(alphaPropagator(tau_s, 10, 250, dt) / P[2][0]).toBeCloseTo(1, 10);
        expect(expPropagator(tau_s, 10, 250, dt) / P[2][1]).toBeCloseTo(1, 6);
      }
    }
  });

  it("22: PSP and constant-current intervals of the cortical microcircuit", () => {
    const params = { E_L: -65, V_th: -50, V_reset: -65, tau_syn_ex: 0.5, tau_syn_in: 0.5 };
    const { trace } = drive(iaf_psc_exp, {
      dt: 0.1,
      steps: 20,
      params,
      arrivals: (k, send) => send(0, k === 0 ? 87.808493 : 0),
      record: ["V_m"],
    });
    const first = [0, 0.03167, 0.0572842, 0.0779432, 0.0945486, 0.1078381, 0.1184158, 0.1267764, 0.1333247, 0.1383922];
    const psp = [...first, 0.1422502, 0.1451208, 0.147186, 0.1485945, 0.1494682, 0.1499068, 0.149992, 0.1497905];
    psp.forEach((v, k) => {
      expect(Math.abs(trace.V_m[0][k] + 65 - v)).toBeLessThan(2e-5);
    });
    const I_e = [561.974, 526.851, 737.591, 667.345, 702.468, 667.345, 1018.579, 737.591];
    const { spikes } = drive(iaf_psc_exp, { count: 8, dt: 0.1, steps: 500, params: { ...params, I_e } });
    const intervals = spikes.map((s) => (s[2] - s[1]) * 0.1);
    [13.1, 14.5, 9.2, 10.3, 9.7, 10.3, 6.6, 9.2].forEach((isi, i) => {
      expect(intervals[i]).toBeCloseTo(isi, 6);
    });
  });
});

describe("options", () => {
  it("iaf_psc_delta keeps what arrives while refractory as w exp(-r dt / tau_m), or drops it", () => {
    const send = (k: number, to: (i: number, w: number) => void) => {
      if (k === 0) to(0, 20);
      if (k === 6 || k === 13) to(0, 5);
    };
    const options = { dt: 0.1, steps: 60, arrivals: send, record: ["V_m"] };
    const kept = drive(iaf_psc_delta, { ...options, params: { refractory_input: 1 } });
    const dropped = drive(iaf_psc_delta, options);
    expect(kept.spikes[0]).toEqual([0]);
    // Held for the steps 1 to 20: step 6 has 15 left, step 13 has 8; both are there when step 21 ends.
    const expected = 5 * Math.exp(-1.5 / 10) + 5 * Math.exp(-0.8 / 10);
    expect(kept.trace.V_m[0][20]).toBe(-70);
    expect(kept.trace.V_m[0][21]).toBeCloseTo(-70 + expected, 4);
    expect(kept.trace.V_m[0][22]).toBeCloseTo(-70 + expected * Math.exp(-0.01), 4);
    expect(dropped.trace.V_m[0][59]).toBeCloseTo(-70, 5);
  });

  it("V_min holds V from below, and no bound is no bound", () => {
    const push = random(3);
    const big = Array.from({ length: 200 }, () => -20 * push());
    for (const model of [iaf_psc_delta, iaf_psc_alpha]) {
      const scale = model === iaf_psc_alpha ? 100 : 1;
      const options = { dt: 0.1, steps: 200, record: ["V_m"] };
      const arrivals = (k: number, send: (i: number, w: number) => void) => send(0, scale * big[k]);
      const bounded = drive(model, { ...options, arrivals, params: { V_min: -75 } });
      expect(Math.min(...bounded.trace.V_m[0])).toBe(-75);
      expect(Math.min(...drive(model, { ...options, arrivals }).trace.V_m[0])).toBeLessThan(-150);
    }
  });
});
