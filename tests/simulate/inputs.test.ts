/** Inputs: the steps they act in, their statistics, and the same on both executors. */
import { afterEach, describe, expect, it } from "vitest";
import { chiSquare, kolmogorovSmirnov, momentsOf, normalCdf, poissonPmf } from "../twins/lib/tests-of-fit.ts";
import { ADAPTERS, closeAll, type Description, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

/** A neuron that keeps what arrives: V grows by each weight and by P20 per pA, without leak or threshold. */
const KEEPER = { tau_m: 1e9, C_m: 1e3, V_th: 1e3, E_L: 0, V_reset: -1e4, I_e: 0 };

/** What each of `size` neurons received in each step, in units of the change of V. */
async function received(
  inputs: Description["inputs"],
  size: number,
  steps: number,
  dt: number,
  adapter: "cpu" | "software",
): Promise<Float64Array[]> {
  const sim = await simulation(
    {
      dt,
      seed: 3,
      populations: [{ name: "n", size, model: "iaf_psc_exp", params: { ...KEEPER, tau_syn_ex: 1e-4, tau_syn_in: 1e-4 } }],
      inputs,
      record: [
        { state: "n", variable: "I_syn_ex" },
        { state: "n", variable: "I_syn_in" },
      ],
    },
    { adapter },
  );
  await sim.run(steps * dt);
  const [ex, inh] = sim.traces();
  return Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: steps }, (_, k) => ex.values[k * size + i] + inh.values[k * size + i]),
  );
}

describe.each(ADAPTERS)("%s: Poisson input", (adapter) => {
  const rates = [50, 800, 12_000, 150_000];
  it("one sampled count a step, of the right mean, variance and distribution for every neuron's own rate", async () => {
    const steps = 3000;
    const weight = 0.5;
    const got = await received([{ kind: "poisson", target: "n", rate: rates, weight }], 4, steps, 0.1, adapter);
    got.forEach((counts, i) => {
      const mean = rates[i] * 1e-4;
      const n = counts.map((x) => x / weight);
      const histogram = new Float64Array(60);
      for (const x of n) {
        expect(Number.isInteger(x)).toBe(true);
        histogram[x]++;
      }
      expect(
        chiSquare(
          histogram,
          poissonPmf(mean, 59).map((p) => p * steps),
        ),
      ).toBeGreaterThan(1e-3);
      const m = momentsOf(n);
      expect(Math.abs(m.mean - mean)).toBeLessThan(4 * Math.sqrt(mean / steps));
      expect(Math.abs(m.variance / mean - 1)).toBeLessThan(4 * Math.sqrt((2 + 1 / mean) / steps));
    });
  });

  it("neurons and inputs are independent; the weight's sign or the name chooses the receptor", async () => {
    const steps = 2000;
    const inputs: Description["inputs"] = [
      { kind: "poisson", target: "n", rate: 8000, weight: 1 },
      { kind: "poisson", target: "n", rate: 8000, weight: -1000 },
    ];
    const got = await received(inputs, 6, steps, 0.1, adapter);
    // Two numbers a neuron: the count of the first input, and of the second.
    const series = got.flatMap((x) => [x.map((v) => ((v % 1000) + 1000) % 1000), x.map((v) => Math.ceil(-v / 1000))]);
    for (let a = 0; a < series.length; a++) {
      for (let b = 0; b < a; b++) {
        const [ma, mb] = [momentsOf(series[a]), momentsOf(series[b])];
        let sum = 0;
        for (let k = 0; k < steps; k++) sum += (series[a][k] - ma.mean) * (series[b][k] - mb.mean);
        const correlation = sum / steps / Math.sqrt(ma.variance * mb.variance);
        expect(Math.abs(correlation)).toBeLessThan(4.5 / Math.sqrt(steps));
      }
    }
  });
});

describe("oracle 17: Campbell's theorem", () => {
  it("1,000 iaf_psc_alpha neurons: mean and standard deviation of V", async () => {
    const [C, tau_m, tau_s] = [250, 10, 2];
    const [rate, weight] = [4000, 20];
    const sim = await simulation({
      seed: 8,
      populations: [
        { name: "n", size: 1000, model: "iaf_psc_alpha", params: { C_m: C, tau_m, V_th: 1e4, E_L: 0, V_reset: -10, tau_syn_ex: tau_s } },
      ],
      inputs: [{ kind: "poisson", target: "n", rate, weight }],
      record: [{ state: "n", variable: "V_m", every: 500 }],
    });
    await sim.run(600);
    const last = sim.traces()[0].values.slice(-8000);
    const a = 1 / tau_s - 1 / tau_m;
    const psp = (t: number) =>
      ((weight * Math.E) / (tau_s * C)) * ((Math.exp(-t / tau_m) - Math.exp(-t / tau_s)) / (a * a) - (t * Math.exp(-t / tau_s)) / a);
    let [first, second] = [0, 0];
    for (let t = 0.005; t < 200; t += 0.01) {
      first += psp(t) * 0.01;
      second += psp(t) ** 2 * 0.01;
    }
    const { mean, variance } = momentsOf(last);
    const expected = (rate / 1000) * first;
    expect(Math.abs(mean / expected - 1)).toBeLessThan(0.01);
    expect(Math.abs(variance / ((rate / 1000) * second) - 1)).toBeLessThan(0.06);
  });
});

describe.each(ADAPTERS)("%s: given input acts in the documented step", (adapter) => {
  it.each([0.1, 0.5])("spikes are received in the step that ends at their time, dt %d", async (dt) => {
    const times = [0, dt, 2 * dt, 5 * dt, 5 * dt, 9.4 * dt, 9.6 * dt];
    const inputs: Description["inputs"] = [
      { kind: "spikes", target: "n", times, neurons: [0, 1, 0, 1, 1, 0, 0], weight: 2 },
      { kind: "spikes", target: "n", times: [3 * dt], neurons: 1, weight: -7 },
    ];
    const got = await received(inputs, 2, 14, dt, adapter);
    expect([...got[0]]).toEqual([2, 2, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0]);
    expect([...got[1]]).toEqual([2, 0, -7, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("spikes out of order, many to one neuron, and a long quiet time", async () => {
    const times = [90, 1, 50, 1, 1, 99.9];
    const got = await received([{ kind: "spikes", target: "n", times, neurons: [0, 0, 1, 1, 0, 0], weight: 1 }], 2, 1000, 0.1, adapter);
    const found = got.map((x) => [...x.entries()].filter(([, v]) => v !== 0));
    expect(found).toEqual([
      [
        [9, 2],
        [899, 1],
        [998, 1],
      ],
      [
        [9, 1],
        [499, 1],
      ],
    ]);
  });

  it("an inhibitory conductance takes the size of a negative weight", async () => {
    const sim = await simulation(
      {
        populations: [{ name: "n", size: 1, model: "iaf_cond_exp", params: { tau_syn_in: 1e6 } }],
        inputs: [
          { kind: "spikes", target: "n", times: [1], neurons: [0], weight: -5 },
          { kind: "poisson", target: "n", rate: 20_000, weight: -1 },
        ],
        record: [
          { state: "n", variable: "g_in" },
          { state: "n", variable: "g_ex" },
          { state: "n", variable: "V_m" },
        ],
      },
      { adapter },
    );
    await sim.run(3);
    const [g_in, g_ex, V] = sim.traces();
    expect(Math.max(...g_in.values)).toBeGreaterThan(30);
    expect(Math.min(...g_in.values)).toBeGreaterThanOrEqual(0);
    expect([...g_ex.values].every((g) => g === 0)).toBe(true);
    expect(V.values[29]).toBeLessThan(-70);
  });

  it("step and constant currents begin with the step that begins at their time", async () => {
    const P20 = 0.1 / KEEPER.C_m;
    const sim = await simulation(
      {
        populations: [{ name: "n", size: 2, model: "iaf_psc_exp", params: KEEPER, initial: { V_m: 0 } }],
        inputs: [
          { kind: "step_current", target: "n", times: [0.3, 0.5, 1.2], amplitudes: [1e4, -2e4, 0] },
          { kind: "step_current", target: "n", times: [0], amplitudes: [1e3] },
          { kind: "current", target: "n", amplitude: [0, 4e3] },
          { kind: "current", target: "n", amplitude: 500 },
        ],
        record: [{ state: "n", variable: "V_m" }],
      },
      { adapter },
    );
    await sim.run(2);
    const { values } = sim.traces()[0];
    const current = (k: number, i: number) => 1500 + 4000 * i + (k < 3 ? 0 : k < 5 ? 1e4 : k < 12 ? -2e4 : 0);
    for (let i = 0; i < 2; i++) {
      let V = 0;
      for (let k = 0; k < 20; k++) {
        V += P20 * current(k, i);
        expect(values[2 * k + i]).toBeCloseTo(V, 2);
      }
    }
  });
});

describe.each(ADAPTERS)("%s: Gaussian noise current", (adapter) => {
  it("mean, standard deviation, distribution, and one draw an interval for each neuron", async () => {
    const [mean, std, every, size] = [300, 50, 5, 200];
    const sim = await simulation(
      {
        seed: 4,
        populations: [{ name: "n", size, model: "iaf_psc_exp", params: { ...KEEPER, C_m: 2 }, initial: { V_m: 0 } }],
        inputs: [{ kind: "noise", target: "n", mean, std, interval: 0.5 }],
        record: [{ state: "n", variable: "V_m" }],
      },
      { adapter },
    );
    // 0.05 mV a pA and step: V stays below the threshold of 1 V for the 30 steps that are read.
    await sim.run(3);
    const { values } = sim.traces()[0];
    const drawn: number[] = [];
    for (let k = 0; k < 30; k++) {
      for (let i = 0; i < size; i++) {
        const step = (values[k * size + i] - (k === 0 ? 0 : values[(k - 1) * size + i])) / 0.05;
        if (k % every === 0) drawn.push(step);
        else expect(Math.abs(step - drawn[Math.floor(k / every) * size + i])).toBeLessThan(5e-3);
      }
    }
    const m = momentsOf(drawn);
    expect(drawn.length).toBe(6 * size);
    expect(Math.abs(m.mean - mean)).toBeLessThan((4 * std) / Math.sqrt(drawn.length));
    expect(Math.abs(Math.sqrt(m.variance) / std - 1)).toBeLessThan(4 / Math.sqrt(2 * drawn.length));
    expect(kolmogorovSmirnov(drawn, (x) => normalCdf((x - mean) / std))).toBeGreaterThan(1e-3);
  });
});

describe("cpu and software", () => {
  it("the same input to the bit", async () => {
    const inputs: Description["inputs"] = [
      { kind: "poisson", target: "n", rate: { uniform: { low: 0, high: 120_000 } }, weight: 0.25 },
      { kind: "poisson", target: "n", rate: 100_000, weight: -0.5 },
      { kind: "spikes", target: "n", times: [0.5, 3], neurons: [1, 2], weight: 3 },
    ];
    const [cpu, software] = [await received(inputs, 7, 200, 0.1, "cpu"), await received(inputs, 7, 200, 0.1, "software")];
    expect(software).toEqual(cpu);
  });

  it("spikes given before the start of a simulation that goes on after setInput are over", async () => {
    const d: Description = {
      populations: [{ name: "n", size: 3, model: "iaf_psc_delta", params: { t_ref: 0 } }],
      inputs: [{ kind: "spikes", name: "given", target: "n", times: [1, 2, 3], neurons: [0, 1, 2], weight: 50 }],
    };
    for (const adapter of ADAPTERS) {
      const sim = await simulation(d, { adapter });
      await sim.run(2.5);
      await sim.setInput("given", { times: [1, 3, 4], neurons: [2, 2, 0] });
      await sim.run(2.5);
      expect(pairs(sim)).toEqual([
        [9, 0],
        [19, 1],
        [29, 2],
        [39, 0],
      ]);
    }
  });
});
