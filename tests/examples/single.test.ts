import { expect, test } from "vitest";
import { adexPatterns } from "../../examples/adex-patterns/index.ts";
import patterns from "../../examples/adex-patterns/reference.json";
import { currents, fiCurve, measure } from "../../examples/fi-curve/index.ts";
import { izhikevich2003 } from "../../examples/izhikevich-2003/index.ts";
import { reference, sd, synchrony } from "../../examples/izhikevich-2003/reference.ts";
import { rateAt, rheobase } from "../../examples/shared/lif.ts";
import { groupByNeuron } from "../../src/view/data.ts";
import { mean, populationCounts } from "../../src/view/statistics.ts";
import { run } from "./run.ts";

test.each([0.1, 0.2, 0.5, 1])("fi-curve, dt %s: intervals are the analytic ones, rounded up to a step", async (dt) => {
  const simulation = await run(fiCurve, { seed: 1, dt }, 0, 1000);
  const { rates, latest, earliest } = measure(simulation);
  expect(latest).toBeLessThanOrEqual(dt + 1e-6);
  expect(earliest).toBeGreaterThanOrEqual(-1e-6);
  currents.forEach((current, n) => {
    if (current <= rheobase) expect(rates[n]).toBe(0);
    else if (rateAt(current) > 5) expect(rates[n]).toBeGreaterThan(0);
  });
  const figures = await fiCurve.figures!(simulation, { seed: 1 });
  expect(figures[0]!.svg).toMatch(/^<svg.*<\/svg>\s*$/s);
  expect(figures[0]!.svg).not.toContain("NaN");
  simulation.destroy();
});

test("adex-patterns: as many spikes as the converged solution, each within 0.5 ms", async () => {
  const simulation = await run(adexPatterns, { seed: 1 }, 0, 500);
  const spikes = simulation.spikes();
  const { step, offset } = groupByNeuron(spikes);
  Object.entries(patterns.patterns).forEach(([name, { spikes: wanted }], n) => {
    const times = Array.from(step.subarray(offset[n], offset[n + 1]), (k) => (k + 1) * simulation.dt);
    expect(times.length, name).toBe(wanted.length);
    times.forEach((t, i) => {
      expect(Math.abs(t - wanted[i]!), `${name}, spike ${i}`).toBeLessThan(0.5);
    });
  });
  expect((await adexPatterns.figures!(simulation, { seed: 1 }))[0]!.svg).toContain("regular_bursting");
  simulation.destroy();
});

test("izhikevich-2003: rates of the published script", async () => {
  const simulation = await run(izhikevich2003, { seed: 1 }, 200, 4800);
  const rates = simulation.rates();
  expect(simulation.synapses).toBe(1_000_000);
  for (const name of ["exc", "inh"] as const) expect(Math.abs(rates[name]! - reference.rates![name]!), name).toBeLessThan(4 * sd[name]);
  const { counts } = populationCounts(simulation.spikes(), 1);
  const all = counts[0]!.map((count, i) => count + counts[1]![i]!);
  const average = mean(all);
  const variance = mean(Array.from(all, (count) => (count - average) ** 2));
  expect(Math.abs(variance / average - synchrony.mean)).toBeLessThan(4 * synchrony.sd);
  expect((await izhikevich2003.figures!(simulation, { seed: 1 }))[0]!.svg).not.toContain("NaN");
  simulation.destroy();
});
