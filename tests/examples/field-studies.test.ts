/** The studies of fields, whole: what they measure is what is published or follows from closed forms. */
import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { corticalField } from "../../examples/cortical-field/index.ts";
import { kuramotoSivashinsky } from "../../examples/kuramoto-sivashinsky/index.ts";
import { neuralFieldBumps } from "../../examples/neural-field-bumps/index.ts";
import { growth, hat, integral, uniform, widths } from "../../examples/neural-field-bumps/theory.ts";
import { expectWhole, ON_CPU } from "./study.ts";

test.each([
  [kuramotoSivashinsky, 2, 4],
  [corticalField, 3, 3],
  [neuralFieldBumps, 3, 4],
])(
  "$name: every expectation holds",
  async (study, judged, pictures) => {
    const shares: number[] = [];
    const bench = new Workbench({ adapter: "cpu", onProgress: (share) => shares.push(share) });
    const result = await study.run({ seed: 1 }, bench);
    expectWhole(result, judged, pictures);
    expect(result.notes.length).toBe(1);
    expect(bench.simulations).toEqual(ON_CPU);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  },
  600_000,
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
