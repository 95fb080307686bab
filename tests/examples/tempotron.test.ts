/** The study of tempotrons in small: what is below capacity is learnt, what is beyond is not. */
import { expect, test } from "vitest";
import { findingsOf } from "../../examples/tempotron/index.ts";
import { learn } from "../../examples/tempotron/measure.ts";
import { cpuBench } from "./study.ts";

test("load 1 of 100 afferents is learnt within 100 passes; of 20 afferents a load of 6 is not", { timeout: 30_000 }, async () => {
  const { learnt, voltages } = await learn({ afferents: 100, loads: [1], seeds: 3, passes: 100 }, 1, cpuBench());
  for (const { pass, errors, patterns } of learnt) {
    expect(patterns).toBe(100);
    expect(pass).toBeGreaterThan(10);
    expect(pass).toBeLessThanOrEqual(100);
    expect(errors[pass! - 1]).toBe(0);
    // A pass without errors changes nothing.
    expect(errors.slice(pass).every((wrong) => wrong === 0)).toBe(true);
  }
  const [fire, silent] = voltages as [(typeof voltages)[0], (typeof voltages)[0]];
  expect(fire.fires && !silent.fires).toBe(true);
  expect(Math.max(...fire.after)).toBeGreaterThanOrEqual(0.99);
  expect(Math.max(...silent.after)).toBeLessThan(1);
  expect(Math.max(...fire.before)).toBeLessThan(1);
  const [judged] = findingsOf(learnt);
  expect(judged?.holds).toBe(true);
  const beyond = await learn({ afferents: 20, loads: [1, 6], seeds: 1, passes: 100 }, 1, cpuBench());
  expect(beyond.learnt[1]!.pass).toBeUndefined();
  expect(findingsOf(beyond.learnt).at(-1)?.name).toContain("fewest errors");
});

test("a load of 1 that is not learnt fails the study", () => {
  const one = { load: 1, patterns: 100, errors: [3, 2], pass: undefined };
  expect(findingsOf([one])[0]?.holds).toBe(false);
  expect(findingsOf([{ ...one, pass: 101 }])[0]?.holds).toBe(false);
});
