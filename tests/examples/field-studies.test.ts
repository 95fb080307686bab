/** The studies of fields, whole: what they measure is what is published or follows from closed forms. */
import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { corticalField } from "../../examples/cortical-field/index.ts";
import { kuramotoSivashinsky } from "../../examples/kuramoto-sivashinsky/index.ts";
import { neuralFieldBumps } from "../../examples/neural-field-bumps/index.ts";
import { growth, hat, integral, uniform, widths } from "../../examples/neural-field-bumps/theory.ts";
import { InputError } from "../../src/errors.ts";

test.each([
  [kuramotoSivashinsky, 2, 4],
  [corticalField, 3, 3],
  [neuralFieldBumps, 3, 4],
])(
  "$name: every expectation holds",
  async (study, judged, pictures) => {
    const shares: number[] = [];
    const bench = new Workbench({ adapter: "cpu", onProgress: (share) => shares.push(share) });
    const { findings, figures, notes } = await study.run({ seed: 1 }, bench);
    expect(findings.filter(({ holds }) => holds !== undefined).length).toBe(judged);
    for (const { name, measured, holds } of findings) expect(holds, `${name}: ${measured}`).not.toBe(false);
    expect(figures.length).toBe(pictures);
    for (const { svg } of figures) {
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(svg.length).toBeLessThan(300_000);
    }
    expect(notes.length).toBe(1);
    expect(bench.simulations).toEqual([{ adapter: "cpu (1 thread)", adapterKind: "cpu" }]);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  },
  600_000,
);

test.each([kuramotoSivashinsky, corticalField, neuralFieldBumps])(
  "$name refuses what it does not take, and ends when it is cancelled",
  async (study) => {
    for (const options of [{ scale: 0.5 }, { variant: "spam" }, { data: "/nonexistent" }]) {
      await expect(study.run({ seed: 1, ...options }, new Workbench({ adapter: "cpu" }))).rejects.toThrow(InputError);
    }
    const reason = new Error("enough");
    await expect(study.run({ seed: 1 }, new Workbench({ adapter: "cpu", signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  },
);

test("theory of bumps: both widths have W(a) = h, on either side of the hat's zero; the sheet's rest is at rest", () => {
  for (const h of [0.2, 0.5, 0.7]) {
    const { narrow, wide } = widths(h);
    expect(integral(narrow)).toBeCloseTo(h, 9);
    expect(integral(wide)).toBeCloseTo(h, 9);
    expect(hat(narrow)).toBeGreaterThan(0);
    expect(hat(wide)).toBeLessThan(0);
  }
  expect(growth(0)).toBeLessThan(-1);
  expect(growth(1)).toBeGreaterThan(0.3);
  expect(uniform()).toBeLessThan(0);
});
