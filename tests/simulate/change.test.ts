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
