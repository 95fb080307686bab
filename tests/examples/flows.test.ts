/** The studies of flows, small: what they measure is what is published or follows from closed forms. */
import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { dysts, dystsOf } from "../../examples/dysts/index.ts";
import { neuralSde, neuralSdeOf } from "../../examples/neural-sde/index.ts";
import { synchronization, synchronizationOf } from "../../examples/synchronization/index.ts";
import { InputError } from "../../src/errors.ts";

const bench = () => new Workbench({ adapter: "cpu" });

const SMALL = {
  dysts: () =>
    dystsOf(
      ["lorenz", "sprott_s", "burke_shaw", "mackey_glass"],
      { systems: 64, settling: 20, followed: 60, seed: 1, adapter: "cpu" },
      bench(),
    ),
  "neural-sde": () => neuralSdeOf({ paths: 2000, momentPaths: 60_000, neuralPaths: 20 }, 1, bench()),
  synchronization: () => synchronizationOf(250, 8, 1, bench()),
};

test.each([
  ["dysts", 5, 2],
  ["neural-sde", 7, 4],
  ["synchronization", 10, 1],
] as const)(
  "%s, small: every expectation holds",
  async (name, judged, pictures) => {
    const { findings, figures, notes } = await SMALL[name]();
    expect(findings.filter(({ holds }) => holds !== undefined).length).toBe(judged);
    for (const finding of findings) expect(finding.holds, `${finding.name}: ${finding.measured}, not ${finding.expected}`).toBe(true);
    expect(figures.length).toBe(pictures);
    for (const { svg } of figures) expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(notes.length).toBeGreaterThan(0);
  },
  120_000,
);

test.each([dysts, neuralSde, synchronization])("$name refuses what it does not take, and ends when it is cancelled", async (study) => {
  for (const options of [{ scale: 0.5 }, { variant: "spam" }, { data: "/nonexistent" }]) {
    await expect(study.run({ seed: 1, ...options }, bench())).rejects.toThrow(InputError);
  }
  const reason = new Error("enough");
  await expect(study.run({ seed: 1 }, new Workbench({ adapter: "cpu", signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
});
