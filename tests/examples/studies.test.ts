/** What every study keeps to, whatever it is about: it takes what it declares, and ends when it is told to. */
import { expect, test } from "vitest";
import { studies } from "../../examples/index.ts";
import { CancelledError } from "../../src/errors.ts";
import { cpuBench } from "./study.ts";

test.each(studies)("$name refuses what it does not declare, and what is wrong", async (study) => {
  const attempt = (options: object) => study.run({ seed: 1, ...options }, cpuBench());
  await expect(attempt({ variant: "spam" })).rejects.toThrow(/^variant: /);
  for (const scale of [0, -1, 1.5 * (study.largestScale ?? 1), Number.NaN]) await expect(attempt({ scale })).rejects.toThrow(/^scale: /);
  if (!study.scales) await expect(attempt({ scale: 0.5 })).rejects.toThrow("takes none");
  await expect(attempt({ dt: 0.5 })).rejects.toThrow(/^dt: .*takes none/);
  await expect(attempt({ data: "/nonexistent" })).rejects.toThrow(/^data: /);
  if (study.data?.optional === false) await expect(attempt({})).rejects.toThrow(/^data: undefined: is missing; name a folder/);
});

const withoutData = studies.filter(({ data }) => data?.optional !== false);

test.each(withoutData)("$name ends when it is cancelled", async (study) => {
  const reason = new Error("enough");
  const ended = await study.run({ seed: 1 }, cpuBench(AbortSignal.abort(reason))).catch((error) => error);
  // The reason itself, or how far what was running had come.
  expect(ended === reason || ended instanceof CancelledError).toBe(true);
});
