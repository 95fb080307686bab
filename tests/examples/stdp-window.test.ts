import { expect, test } from "vitest";
import { stdpWindow } from "../../examples/stdp-window/index.ts";
import { measure } from "../../examples/stdp-window/measure.ts";
import { BAR, intervals, modes, rule, weight } from "../../examples/stdp-window/parameters.ts";
import { closedForm, pairings, weightAfter } from "../../examples/stdp-window/theory.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { run } from "./run.ts";

test("every mode of the rule is a variant, and has its definition", () => {
  expect(modes).toContain("song");
  expect(Object.keys(pairings).sort()).toEqual([...modes].sort());
});

test.each(modes)("%s: the window is the closed form for every interval, on cpu and software", async (variant) => {
  for (const adapter of ["cpu", "software"] as const) {
    const network = await stdpWindow.network({ seed: 1, variant });
    const simulation = await Simulation.create(network.resolve(), { adapter });
    await simulation.run(160);
    const { window, pairings: repeated } = await measure(simulation, { seed: 1, variant });
    expect(repeated).toBeUndefined();
    intervals.forEach((interval, n) => {
      const wanted = interval === 0 ? (variant === "song" ? rule.lambda! : 0) : closedForm(interval);
      expect(Math.abs(window!.measured[n]! - weight - wanted), `${adapter}, ${interval} ms`).toBeLessThan(BAR);
    });
    simulation.destroy();
  }
});

test.each(modes)("%s: 60 pairings at each frequency give the sum over pairs", async (variant) => {
  const simulation = await run(stdpWindow, { seed: 1, variant }, 0, 60_000);
  const findings = await stdpWindow.findings!(simulation, { seed: 1, variant });
  // The song variant stands beside Brian2's weights, seven frequencies at two intervals.
  expect(findings.length).toBe(variant === "song" ? 17 : 3);
  for (const { name, measured, holds } of findings) expect(holds, `${name}: ${measured}`).toBe(true);
  const figures = await stdpWindow.figures!(simulation, { seed: 1, variant });
  expect(figures.map(({ title }) => title)).toEqual(["STDP window", "Repeated pairings"]);
  for (const { svg } of figures) expect(svg).not.toContain("NaN");
  simulation.destroy();
});

test("the definitions differ where spikes follow each other closely", () => {
  const [pre, post] = [
    [0, 5, 20],
    [8, 9, 20],
  ];
  const weights = modes.map((mode) => weightAfter(mode, weight, pre, post).toFixed(6));
  expect(new Set(weights).size).toBe(modes.length);
});

test("a step that does not go into a millisecond is refused", () => {
  expect(() => stdpWindow.network({ seed: 1, dt: 0.3 })).toThrow(/^dt: /);
});
