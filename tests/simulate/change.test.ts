import { afterEach, expect, test } from "vitest";
import { ADAPTERS, closeAll, type Description, simulation } from "./networks.ts";

afterEach(closeAll);

/** An input that grows from one mean to one a neuron makes the tables longer; what lies in them must be found all the same. */
test("noise is the same after an input beside it has become an array", async () => {
  const size = 70;
  const d: Description = {
    populations: [{ name: "n", size, model: "iaf_psc_exp" }],
    inputs: [
      { kind: "poisson", name: "rain", target: "n", rate: 0, weight: 10 },
      { kind: "noise", target: "n", mean: 0, std: 200, interval: 0.1 },
    ],
    record: [{ state: "n", variable: "V_m" }],
  };
  const rates = new Float64Array(size);
  const seen: number[][] = [];
  for (const adapter of ADAPTERS) {
    for (const change of [false, true]) {
      const sim = await simulation(d, { adapter });
      await sim.run(1);
      if (change) {
        rates[0] = 1e-9;
        await sim.setInput("rain", { rate: rates });
      }
      await sim.run(3);
      seen.push([...sim.traces()[0].values]);
    }
  }
  expect(Math.max(...seen[0]) - Math.min(...seen[0])).toBeGreaterThan(0.5);
  for (const values of seen) expect(values).toEqual(seen[0]);
});

/** Sends a spike where two or more arrive; a twin it has not. */
const PAIRS = `struct Params { least: f32 }
struct State { came: f32 }
fn advance(p: Params, s: ptr<function, State>, drive: f32) { }
fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) { (*s).came = arrivals[0]; }
fn crossed(p: Params, s: State, previous: State) -> bool { return s.came >= p.least; }
fn reset(p: Params, s: ptr<function, State>) { }
`;

test("a model that is text alone goes on in all threads after its input has changed, many times; the array given may be used again", async () => {
  const size = 70;
  const d: Description = {
    populations: [{ name: "n", size, model: "pairs" }],
    models: [{ name: "pairs", wgsl: PAIRS, params: { least: 2 }, state: { came: 0 }, receptors: ["in"] }],
    inputs: [{ kind: "poisson", name: "rain", target: "n", rate: new Float64Array(size), weight: 1 }],
  };
  const digests: string[] = [];
  for (const threads of [1, 2]) {
    const sim = await simulation(d, { threads });
    const rates = new Float64Array(size);
    for (let k = 0; k < 5; k++) {
      rates.fill(0);
      for (let i = k; i < size; i += 5) rates[i] = 5000 * (k + 1);
      await sim.setInput("rain", { rate: rates });
      await sim.run(2);
      if (k === 2) await sim.set("n", { least: 3 });
    }
    const saved = await sim.save();
    expect(saved.changes).toHaveLength(2);
    rates.fill(0);
    await sim.run(3);
    digests.push(sim.digest);
    sim.forget();
    await sim.load(saved);
    await sim.run(3);
    expect(sim.counts().n).toBeGreaterThan(0);
  }
  expect(digests[1]).toBe(digests[0]);
});

test("what has changed is kept once, as it is at last", async () => {
  const sim = await simulation({ populations: [{ name: "n", size: 3, model: "iaf_psc_exp" }] });
  await sim.set("n", { V_th: -30 });
  await sim.set("n", { V_reset: -60 });
  await sim.set("n", { V_th: -35 });
  const saved = await sim.save();
  expect(saved.changes).toEqual([{ population: "n", params: { V_th: -35, V_reset: -60 } }]);
  await sim.load(saved);
});

test("another threshold leaves the membrane where it is", async () => {
  for (const adapter of ADAPTERS) {
    const sim = await simulation(
      {
        populations: [{ name: "n", size: 3, model: "iaf_psc_exp", params: { E_L: -65, tau_m: 1e6 }, initial: { V_m: -60 } }],
        record: [{ state: "n", variable: "V_m" }],
      },
      { adapter },
    );
    await sim.run(1);
    await sim.set("n", { V_th: [-45, -50, -40] });
    await sim.run(1);
    for (const V of sim.traces()[0].values) expect(V).toBeCloseTo(-60, 3);
  }
});
