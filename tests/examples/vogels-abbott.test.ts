import { expect, test } from "vitest";
import { vogelsAbbottCoba, vogelsAbbottCuba } from "../../examples/vogels-abbott/index.ts";
import { meanCv, meanRate } from "../../scripts/qualify/check.ts";
import { run } from "./run.ts";

test("current-based: 5.6 Hz, irregular", async () => {
  const simulation = await run(vogelsAbbottCuba, { seed: 1 }, 100, 900);
  expect(Math.abs(simulation.synapses / (0.02 * 4000 * 3999) - 1)).toBeLessThan(0.01);
  const spikes = simulation.spikes();
  expect(Math.abs(meanRate(spikes) / 5.6 - 1)).toBeLessThan(0.1);
  expect(Math.abs(meanCv(spikes, 5) - 0.52)).toBeLessThan(0.05);
  simulation.destroy();
});

test("conductance-based: activity sustains itself after the stimulus", async () => {
  const simulation = await run(vogelsAbbottCoba, { seed: 1 }, 100, 300);
  const rate = meanRate(simulation.spikes());
  expect(rate).toBeGreaterThan(14);
  expect(rate).toBeLessThan(26);
  simulation.destroy();
});
