import { expect, test } from "vitest";
import { inhibitoryBalance } from "../../examples/inhibitory-balance/index.ts";
import { measure } from "../../examples/inhibitory-balance/measure.ts";
import { wirings } from "../../examples/inhibitory-balance/parameters.ts";
import { run } from "./run.ts";

test.each(["dense", "sparse"] as const)("%s: numbers of inputs are those of scale 1 at every scale", async (variant) => {
  const inputs = async (scale: number) => {
    const { populations, projections } = (await inhibitoryBalance.network({ seed: 1, variant, scale })).resolve();
    return projections.map(({ synapses, target }) => synapses / populations[target]!.size);
  };
  const { probability } = wirings[variant];
  // No neuron reaches itself, which counts for more in a small network.
  for (const scale of [1, 0.25])
    (await inputs(scale)).forEach((n, k) => {
      const wanted = (k < 2 ? 8000 : 2000) * probability;
      expect(Math.abs(n / wanted - 1), `projection ${k} at scale ${scale}`).toBeLessThan(0.005);
    });
});

test("a scale at which there are not neurons enough is refused", () => {
  expect(() => inhibitoryBalance.network({ seed: 1, scale: 0.05 })).toThrow(/^scale: /);
});

test("scale 0.25, 12 s: from regular firing without inhibition to irregular firing near the target", async () => {
  const options = { seed: 1, scale: 0.25 };
  const simulation = await run(inhibitoryBalance, options, 0, 12_000);
  const { exc, cv, balance } = measure(simulation);
  const { target } = wirings.dense;
  // After 30 s, and in larger networks, it is within 10 %.
  expect(Math.abs(exc / target - 1)).toBeLessThan(0.2);
  expect(cv.before).toBeLessThan(0.1);
  expect(cv.after).toBeGreaterThan(0.5);
  expect(balance.before).toBeLessThan(0.2);
  expect(balance.after).toBeGreaterThan(0.5);
  expect(balance.after).toBeLessThan(0.9);
  const { weight } = await simulation.weights("learned");
  const mean = weight.reduce((sum, w) => sum + w, 0) / weight.length;
  expect(Math.abs(mean - 0.59)).toBeLessThan(0.06);
  const findings = await inhibitoryBalance.findings!(simulation, options);
  expect(findings.filter(({ holds }) => holds !== undefined).length).toBe(3);
  for (const { svg } of await inhibitoryBalance.figures!(simulation, options)) expect(svg).not.toContain("NaN");
  simulation.destroy();
});
