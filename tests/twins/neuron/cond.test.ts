import { describe, expect, it } from "vitest";
import { iaf_cond_exp } from "../../../src/twins/neuron/iaf_cond_exp.ts";
import { drive, largest, parametersOf, random, train } from "./drive.ts";
import { goldenArray } from "./golden.ts";
import { type Reference, rungeKutta } from "./reference.ts";

const MS = 500;

/** The converged solution: V and both conductances together in float64, 64 sub-steps to 0.1 ms; NEST's hold and order. */
function converged(p: Record<string, number>, dt: number, arrivals: Float64Array, current: (k: number) => number): Reference {
  const y = Float64Array.of(p.E_L, 0, 0);
  const spikes: number[] = [];
  const V = new Float64Array(arrivals.length);
  const fine = Math.round(640 * dt);
  let held = 0;
  for (let k = 0; k < arrivals.length; k++) {
    const I = p.I_e + current(k);
    const hold = held > 0;
    for (let j = 0; j < fine; j++) {
      rungeKutta(
        ([v, ex, inh], into) => {
          const total = -p.g_L * (v - p.E_L) - ex * (v - p.E_ex) - inh * (v - p.E_in) + I;
          into[0] = hold ? 0 : total / p.C_m;
          into[1] = -ex / p.tau_syn_ex;
          into[2] = -inh / p.tau_syn_in;
        },
        y,
        dt / fine,
      );
    }
    y[arrivals[k] > 0 ? 1 : 2] += Math.abs(arrivals[k]);
    if (held > 0) held--;
    else if (y[0] >= p.V_th) {
      spikes.push(k);
      y[0] = p.V_reset;
      held = Math.round(p.t_ref / dt);
    }
    V[k] = y[0];
  }
  return { spikes, V };
}

function both(params: Record<string, number>, dt: number, chance: number, weight: (u: number) => number, seed = 4) {
  const steps = Math.round(MS / dt);
  const arrivals = train(steps, Math.min(0.7, (chance * dt) / 0.1), seed, weight);
  const current = (k: number) => ((k * dt) % 100 < 50 ? 30 : 0);
  const reference = converged(parametersOf(iaf_cond_exp, params), dt, arrivals, current);
  const send = (k: number, to: (i: number, w: number) => void) => to(0, arrivals[k]);
  const run = drive(iaf_cond_exp, { dt, steps, params, current, arrivals: send, record: ["V_m"] });
  return { reference, spikes: run.spikes[0], V: run.trace.V_m[0] };
}

describe("iaf_cond_exp against a converged float64 solution", () => {
  // NEST's defaults (tau_syn 0.2 and 2 ms) and Vogels and Abbott's neuron.
  const coba = { E_L: -60, V_th: -50, V_reset: -60, t_ref: 5, E_in: -80, C_m: 200, g_L: 10, tau_syn_ex: 5, tau_syn_in: 10 };
  const cases = [
    ["defaults", { I_e: 190 }, (u: number) => 60 * u - 12],
    ["coba", coba, (u: number) => (u < 0.85 ? 9 * u : -60 * u)],
  ] as const;
  for (const [name, params, weight] of cases) {
    it.each([0.1, 0.2, 0.5, 1])(`${name}, subthreshold: V within 0.05 mV, dt %d`, (dt) => {
      const { reference, V, spikes } = both({ ...params, V_th: 1000 }, dt, 0.2, weight);
      expect(spikes).toEqual([]);
      expect(largest(V, reference.V)).toBeLessThan(dt > 0.2 ? 0.05 : 0.005);
    });
    it.each([0.1, 0.2, 0.5, 1])(`${name}, spiking: the same steps, dt %d`, (dt) => {
      const { reference, V, spikes } = both({ ...params, I_e: 300 }, dt, 0.12, weight);
      expect(reference.spikes.length).toBeGreaterThan(4);
      expect(spikes).toEqual(reference.spikes);
      expect(largest(V, reference.V)).toBeLessThan(0.05);
    });
  }

  it("stays stable where conductances make the membrane faster than a sub-step", () => {
    const { reference, V } = both({ ...coba, V_th: 1000 }, 1, 0.07, (u) => 40_000 * (u - 0.5));
    expect(Math.max(...V)).toBeLessThan(0.01);
    expect(Math.min(...V)).toBeGreaterThan(-80.01);
    let sum = 0;
    for (let k = 0; k < V.length; k++) sum += Math.abs(V[k] - reference.V[k]);
    expect(sum / V.length).toBeLessThan(0.3);
  });
});

describe("golden network", () => {
  it("COBA of 400 neurons spikes as Brian2's RK4 and NEST's rkf45, to the last of 10,000 steps", () => {
    const [rowptr, col, V_m, ge, gi] = ["rowptr", "col", "v0", "ge0", "gi0"].map((n) => [...goldenArray(`b_net400_${n}.npy`).data]);
    const golden = goldenArray("b_coba400_d1_rk4_spikes.npy").data;
    const steps = 10_000;
    let sent: number[] = [];
    const spikesOf: number[][] = [];
    const run = drive(iaf_cond_exp, {
      dt: 0.1,
      steps,
      count: 400,
      // Brian2 holds one update less for the same period.
      params: { E_L: -49, V_th: -50, V_reset: -60, t_ref: 4.9, E_in: -80, C_m: 200, g_L: 10, tau_syn_ex: 5, tau_syn_in: 10 },
      initial: { V_m, g_ex: ge.map((g) => 10 * g), g_in: gi.map((g) => 10 * g) },
      arrivals: (_, send) => {
        for (const source of sent) for (let e = rowptr[source]; e < rowptr[source + 1]; e++) send(col[e], source < 320 ? 6 : -67);
      },
      after: (k, fired) => {
        sent = fired;
        spikesOf[k] = fired;
      },
    });
    expect(run.spikes.flat().length).toBe(golden.length / 2);
    const ours = spikesOf.flatMap((fired, k) => fired.flatMap((i) => [k, i]));
    const different = ours.findIndex((x, j) => x !== golden[j]);
    expect(different < 0 ? steps : golden[different - (different % 2)]).toBe(steps);
  });
});

describe("arrivals", () => {
  it("a negative weight goes to `in` by its size, and acts on V one step later", () => {
    const next = random(1);
    const weight = -1 - next();
    const { trace } = drive(iaf_cond_exp, {
      dt: 0.1,
      steps: 3,
      arrivals: (k, send) => send(0, k === 0 ? weight : 0),
      record: ["V_m", "g_in", "g_ex"],
    });
    expect(trace.g_in[0][0]).toBeCloseTo(-weight, 4);
    expect(trace.g_ex[0][0]).toBe(0);
    expect(trace.V_m[0][0]).toBeCloseTo(-70, 5);
    expect(trace.V_m[0][1]).toBeLessThan(-70.001);
    expect(trace.g_in[0][1] / trace.g_in[0][0]).toBeCloseTo(Math.exp(-0.1 / 2), 6);
  });
});
