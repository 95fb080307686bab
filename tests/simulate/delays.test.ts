/** Delays: each honoured exactly, on every executor, receptor and dt; a PSP that hangs on neither dt nor the shortest delay. */
import { afterEach, describe, expect, it } from "vitest";
import type { NumberArray } from "../../src/network/description.ts";
import { ADAPTERS, type Adapter, closeAll, type Description, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

/** Weights that one spike makes a neuron spike with (or, for inhibition, be seen by), its receptors, and their state variables. */
const MODELS = [
  { model: "iaf_psc_exp", receptor: "ex", weight: 100, variable: "I_syn_ex" },
  { model: "iaf_psc_exp", receptor: "in", weight: -100, variable: "I_syn_in" },
  { model: "iaf_cond_exp", receptor: "ex", weight: 5, variable: "g_ex" },
  { model: "iaf_cond_exp", receptor: "in", weight: 5, variable: "g_in" },
] as const;

/** Ten neurons that each spike once, neuron i in step `first + i`, and a target population of every kind. */
function line(dt: number, first: number): Description {
  const neurons = Array.from({ length: 10 }, (_, i) => i);
  const edges = { source: neurons, target: new Array<number>(10).fill(1) };
  return {
    dt,
    populations: [
      { name: "pre", size: 10, model: "iaf_psc_delta", params: { t_ref: 100 * dt } },
      ...MODELS.map(({ model }, m) => ({ name: `post${m}`, size: 2, model, params: { V_th: 1000 } })),
    ],
    inputs: [{ kind: "spikes", target: "pre", times: neurons.map((i) => (first + i + 1) * dt), neurons, weight: 50 }],
    // Zero delay is not offered: GeNN's 9 to 0 are 10 to 1 here.
    projections: MODELS.map(({ receptor, weight }, m) => ({
      source: "pre",
      target: `post${m}`,
      receptor,
      rule: { edges },
      weight,
      delay: neurons.map((i) => (10 - i) * dt),
    })),
    record: [{ spikes: "pre" }, ...MODELS.map(({ variable }, m) => ({ state: `post${m}`, variable }))],
  };
}

describe.each(ADAPTERS)("%s: the one-line delay test, on every receptor", (adapter) => {
  it.each([0.1, 0.5, 1])("dt %d", async (dt) => {
    const first = 7;
    const sim = await simulation(line(dt, first), { adapter });
    await sim.run(40 * dt);
    expect(pairs(sim)).toEqual(Array.from({ length: 10 }, (_, i) => [first + i, i]));
    sim.traces().forEach(({ values }, m) => {
      // All are received in step first + 10, recorded at its end: ten weights at once, nothing before, and none to the other neuron.
      const { weight } = MODELS[m];
      for (let k = 0; k < first + 10; k++) expect(values[2 * k + 1]).toBe(0);
      expect(values[2 * (first + 10) + 1]).toBeCloseTo(10 * weight, 3);
      expect(Math.abs(values[2 * (first + 11) + 1])).toBeLessThan(10 * Math.abs(weight));
      for (let k = 0; k < 40; k++) expect(values[2 * k]).toBe(0);
    });
  });
});

/** Neuron 0 spikes in each of `spikes`; neuron 1 + i hears it after `delays[i]` steps and spikes at once. */
async function heard(
  adapter: Adapter,
  delays: NumberArray,
  spikes: readonly number[],
  steps: number,
  windowSteps?: number,
): Promise<[number, number][]> {
  const n = delays.length;
  const dt = 0.1;
  const sim = await simulation(
    {
      dt,
      populations: [{ name: "n", size: n + 1, model: "iaf_psc_delta", params: { t_ref: 0 } }],
      inputs: [{ kind: "spikes", target: "n", times: spikes.map((k) => (k + 1) * dt), neurons: spikes.map(() => 0), weight: 50 }],
      projections: [
        {
          source: "n",
          target: "n",
          rule: { edges: { source: new Uint32Array(n), target: Uint32Array.from({ length: n }, (_, i) => i + 1) } },
          weight: 50,
          delay: Float64Array.from(delays, (d) => d * dt),
        },
      ],
    },
    { adapter, windowSteps },
  );
  await sim.run(steps * dt);
  return pairs(sim);
}

function expected(delays: readonly number[], spikes: readonly number[], steps: number): [number, number][] {
  const all = spikes.flatMap((k): [number, number][] => [[k, 0], ...delays.map((d, i): [number, number] => [k + d, i + 1])]);
  return all.filter(([k]) => k < steps).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

describe.each(ADAPTERS)("%s: each delay is honoured exactly", (adapter) => {
  it("every delay up to 1,200 steps, one neuron each", async () => {
    // One step a window takes long on the software adapter: it begins at 40 steps.
    const shortest = adapter === "cpu" ? 1 : 40;
    const delays = Array.from({ length: 1200 }, (_, i) => i + shortest);
    const spikes = [0, 1, 5, 700];
    expect(await heard(adapter, delays, spikes, 2000)).toEqual(expected(delays, spikes, 2000));
  });

  it.each([
    [[7, 100, 1000, 2500], undefined],
    [[64, 65, 127, 128, 129], 5],
    [[300, 300, 301], undefined],
  ] as const)("shortest delay above 1: %j, windows of %s", async (delays, windowSteps) => {
    const spikes = [3, 4, 62, 63, 64, 190];
    const steps = Math.max(...delays) + 200;
    expect(await heard(adapter, delays, spikes, steps, windowSteps)).toEqual(expected(delays, spikes, steps));
  });
});

describe.each(ADAPTERS)("%s: many synapses a neuron", (adapter) => {
  it("all to all, delays of 1 to 100 steps: every sum at every step", async () => {
    const n = 200;
    const delayOf = (s: number, t: number) => ((7 * s + 13 * t) % 100) + 1;
    const cells = Array.from({ length: n * n }, (_, k) => [Math.floor(k / n), k % n] as const);
    const sim = await simulation(
      {
        populations: [
          { name: "pre", size: n, model: "iaf_psc_delta" },
          { name: "post", size: n, model: "iaf_psc_delta", params: { tau_m: 1e9, V_th: 3e4, E_L: 0, V_reset: -1 } },
        ],
        inputs: [
          {
            kind: "spikes",
            target: "pre",
            times: cells.slice(0, n).map(([, s]) => ((s % 20) + 1) * 0.1),
            neurons: cells.slice(0, n).map(([, s]) => s),
            weight: 50,
          },
        ],
        projections: [
          {
            source: "pre",
            target: "post",
            rule: "all_to_all",
            weight: cells.map(([s]) => 1 + s),
            delay: cells.map(([s, t]) => 0.1 * delayOf(s, t)),
          },
        ],
        record: [{ state: "post", variable: "V_m" }],
      },
      { adapter },
    );
    await sim.run(13);
    const arriving = new Float64Array(130 * n);
    for (const [s, t] of cells) arriving[((s % 20) + delayOf(s, t)) * n + t] += 1 + s;
    const sum = new Float64Array(n);
    const { values } = sim.traces()[0];
    for (let k = 0; k < 130; k++) {
      for (let t = 0; t < n; t++) {
        sum[t] += arriving[k * n + t];
        if (Math.abs(values[k * n + t] - sum[t]) > 0.5) throw new Error(`step ${k}, neuron ${t}: ${values[k * n + t]}, not ${sum[t]}`);
      }
    }
    expect(sum[0]).toBe((n * (n + 1)) / 2);
  });
});

describe("the longest delays", () => {
  it("32,767 steps arrive", async () => {
    expect(await heard("cpu", [1, 32767], [2], 32800)).toEqual(expected([1, 32767], [2], 32800));
  });
  it("32,768 steps and more are refused, by name", async () => {
    await expect(heard("cpu", [1, 32768], [2], 10)).rejects.toThrow(/projections\[0\]\.delay.*32767 steps/);
    await expect(heard("cpu", [1, 1e6], [2], 10)).rejects.toThrow(/projections\[0\]\.delay/);
  });
});

/** Oracle 3: closed form of an alpha PSP (100 pA into the default neuron), mV, `t` ms after the arrival. */
function alphaPsp(t: number): number {
  const [w, C, tau_m, tau_s] = [100, 250, 10, 2];
  const a = 1 / tau_s - 1 / tau_m;
  const x = (Math.exp(-t / tau_m) - Math.exp(-t / tau_s)) / (a * a) - (t * Math.exp(-t / tau_s)) / a;
  return ((w * Math.E) / (tau_s * C)) * x;
}

describe("oracle 3: a PSP hangs on neither dt nor the shortest delay", () => {
  const cases = [
    [0.1, 1],
    [0.2, 1],
    [0.5, 1],
    [1, 1],
    [0.1, 0.1],
    [0.1, 0.2],
    [0.1, 0.5],
  ] as const;
  const all = [...cases.map((c) => ["cpu", ...c] as const), ...[cases[0], cases[3], cases[5]].map((c) => ["software", ...c] as const)];
  it.each(all)("%s, dt %d, shortest delay %d ms", async (adapter, dt, min) => {
    const sim = await simulation(
      {
        dt,
        populations: [
          { name: "pre", size: 2, model: "iaf_psc_delta" },
          { name: "post", size: 1, model: "iaf_psc_alpha" },
        ],
        // Neuron 0 spikes in the step that ends at 2 ms; neuron 1 never, its synapse only sets the shortest delay.
        inputs: [{ kind: "spikes", target: "pre", times: [2], neurons: [0], weight: 50 }],
        projections: [
          { source: "pre", target: "post", rule: { edges: { source: [0], target: [0] } }, weight: 100, delay: 2 },
          { source: "pre", target: "post", rule: { edges: { source: [1], target: [0] } }, weight: 100, delay: min },
        ],
        record: [{ state: "post", variable: "V_m" }],
      },
      { adapter },
    );
    expect(sim.windowSteps).toBe(Math.round(min / dt));
    await sim.run(30);
    const { times, values } = sim.traces()[0];
    times.forEach((t, k) => {
      expect(Math.abs(values[k] + 70 - (t > 4 ? alphaPsp(t - 4) : 0))).toBeLessThan(2e-5);
    });
    expect(Math.max(...values)).toBeGreaterThan(-69.3);
  });
});
