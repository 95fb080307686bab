/** The golden networks with given connectivity, spike for spike for the horizon in their README, then their statistics. */
import { afterEach, describe, expect, it } from "vitest";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { cvIsi } from "../../src/view/statistics.ts";
import { goldenArray } from "../twins/neuron/golden.ts";
import { type Adapter, closeAll, type Description, simulation } from "./networks.ts";

const SHARED = { C_m: 200, V_th: -50, V_reset: -60, t_ref: 4.9, tau_syn_ex: 5, tau_syn_in: 10 };
const DT = 0.1;

/** The network of `size` neurons, of which the first 80 % are excitatory; `weights` as (excitatory, inhibitory). */
function network(
  size: 400 | 4000,
  population: Partial<Description["populations"][number]>,
  weights: readonly [number, number],
  delay: number,
): Description {
  const rows = goldenArray(`b_net${size}_rowptr.npy`).data;
  const target = goldenArray(`b_net${size}_col.npy`).data;
  const source = new Uint32Array(target.length);
  for (let s = 0; s < size; s++) source.fill(s, rows[s], rows[s + 1]);
  const weight = Float64Array.from(source, (s) => (s < 0.8 * size ? weights[0] : weights[1]));
  return {
    populations: [{ name: "n", size, model: "", ...population }],
    projections: [{ source: "n", target: "n", rule: { edges: { source, target } }, weight, delay: delay * DT }],
  };
}

function cuba(size: 400 | 4000, delay: number): Description {
  const initial = { V_m: goldenArray(`b_net${size}_v0.npy`).data };
  // mV of a current through the membrane: pA = mV C_m / tau_m.
  return network(size, { model: "iaf_psc_exp", params: { ...SHARED, tau_m: 20, E_L: -49 }, initial }, [16.2, -90], delay);
}

function coba(size: 400 | 4000): Description {
  const g_L = 10;
  const of = (name: string) => goldenArray(`b_net${size}_${name}.npy`).data;
  const initial = { V_m: of("v0"), g_ex: of("ge0").map((g) => g * g_L), g_in: of("gi0").map((g) => g * g_L) };
  const params = { ...SHARED, g_L, E_L: size === 400 ? -49 : -60, E_ex: 0, E_in: -80 };
  return network(size, { model: "iaf_cond_exp", params, initial }, [0.6 * g_L, -6.7 * g_L], 1);
}

/** Step of the first spike that differs; the last step where none does. */
function equalUntil(sim: Simulation, file: string): number {
  const golden = goldenArray(file).data;
  const { step, neuron } = sim.spikes();
  let k = 0;
  while (k < step.length && 2 * k < golden.length && step[k] === golden[2 * k] && neuron[k] === golden[2 * k + 1]) k++;
  const mine = k < step.length ? step[k] : sim.step;
  const theirs = 2 * k < golden.length ? golden[2 * k] : 10_000;
  return Math.min(mine, theirs, sim.step);
}

/** Rate and mean CV of neurons with three spikes or more, from 100 ms on, as the golden files have them. */
function statistics(sim: Simulation): { rate: number; cv: number } {
  const all = sim.spikes();
  const from = all.step.findIndex((k) => k >= 1000);
  const spikes = { ...all, step: all.step.subarray(from), neuron: all.neuron.subarray(from), from: 1000 };
  const rate = spikes.step.length / (sim.neurons * (sim.time - 100) * 1e-3);
  return { rate, cv: cvIsi(spikes)[0].cv };
}

async function run(d: Description, adapter: Adapter, steps: number): Promise<Simulation> {
  const sim = await simulation(d, { adapter });
  await sim.run(steps * DT);
  return sim;
}

afterEach(closeAll);

describe("current-based, 400 neurons: every spike of 10,000 steps", () => {
  it.each([
    ["cpu", 1, 10_000],
    ["cpu", 15, 10_000],
    ["software", 1, 3000],
    ["software", 15, 10_000],
  ] as const)("%s, delay %i steps, %i steps", async (adapter, delay, steps) => {
    const sim = await run(cuba(400, delay), adapter, steps);
    expect(sim.windowSteps).toBe(delay);
    expect(equalUntil(sim, `b_cuba400_d${delay}_spikes.npy`)).toBe(steps);
  });
});

describe("conductance-based, 400 neurons", () => {
  it.each([
    ["cpu", 10_000],
    ["software", 2000],
  ] as const)("%s: at least 2,000 steps", async (adapter, steps) => {
    const sim = await run(coba(400), adapter, steps);
    for (const file of ["rk4", "nest_rkf45"]) {
      const horizon = equalUntil(sim, `b_coba400_d1_${file}_spikes.npy`);
      console.log(`coba400 against ${file}, ${adapter}: equal until step ${horizon} of ${steps}`);
      expect(horizon).toBeGreaterThanOrEqual(2000);
    }
  });
});

describe("current-based, 4,000 neurons", () => {
  it("207 steps, then the statistics", async () => {
    const sim = await run(cuba(4000, 1), "cpu", 10_000);
    const horizon = equalUntil(sim, "b_cuba4000_spikes.npy");
    const { rate, cv } = statistics(sim);
    console.log(`cuba4000: equal until step ${horizon}; ${rate.toFixed(2)} Hz, CV ${cv.toFixed(3)}`);
    expect(horizon).toBeGreaterThanOrEqual(207);
    expect(Math.abs(rate / 5.58 - 1)).toBeLessThan(0.05);
    expect(Math.abs(cv - 0.52)).toBeLessThan(0.03);
  });
  it("software: 207 steps", async () => {
    const sim = await run(cuba(4000, 1), "software", 207);
    expect(equalUntil(sim, "b_cuba4000_spikes.npy")).toBe(207);
  });
});

describe("conductance-based, 4,000 neurons", () => {
  it("at least 1,000 steps, then the statistics", async () => {
    const sim = await run(coba(4000), "cpu", 10_000);
    const horizon = equalUntil(sim, "b_coba4000_rk4_spikes.npy");
    const { rate, cv } = statistics(sim);
    console.log(`coba4000: equal until step ${horizon}; ${rate.toFixed(2)} Hz, CV ${cv.toFixed(3)}`);
    expect(horizon).toBeGreaterThanOrEqual(1000);
    expect(Math.abs(rate / 18.9 - 1)).toBeLessThan(0.05);
    expect(Math.abs(cv - 1.58)).toBeLessThan(0.08);
  });
});
