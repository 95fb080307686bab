import { expect, test } from "vitest";
import { brunel } from "../../examples/brunel/index.ts";
import { tenth } from "../../examples/brunel/reference.ts";
import { meanCv, meanRate } from "../../scripts/qualify/check.ts";
import { run } from "./run.ts";

test("12,500 neurons of 1,250 inputs each", async () => {
  const { neurons, projections } = (await brunel.network({ seed: 1 })).resolve();
  expect(neurons).toBe(12_500);
  expect(projections.reduce((sum, { synapses }) => sum + synapses, 0)).toBe(12_500 * 1250);
});

test.each(["A", "B", "C", "D"] as const)(
  "regime %s at N 1,250 within three standard deviations of an independent simulation",
  async (variant) => {
    const { rate, sd, cv } = tenth[variant]!;
    const simulation = await run(brunel, { seed: 1, scale: 0.1, variant }, 200, 1000);
    const spikes = simulation.spikes();
    expect(Math.abs(meanRate(spikes) - rate)).toBeLessThan(3 * sd);
    expect(Math.abs(meanCv(spikes, 5) - cv)).toBeLessThan(0.06);
    simulation.destroy();
  },
);
