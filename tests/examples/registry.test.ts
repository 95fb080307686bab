import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { examples, studies } from "../../examples/index.ts";
import { portableExamples } from "../../examples/portable.ts";
import { verdictOf } from "../../scripts/qualify/check.ts";
import { checks } from "../../scripts/qualify/checks.ts";
import { InputError } from "../../src/errors.ts";

const NAMES = [
  "microcircuit",
  "vogels-abbott-coba",
  "vogels-abbott-cuba",
  "brunel",
  "hpc-benchmark",
  "izhikevich-2003",
  "fi-curve",
  "adex-patterns",
  "fly-visual",
  "fly-brain",
  "stdp-window",
  "song-miller-abbott",
  "inhibitory-balance",
  "field-and-spikes",
];

test("every example the issue names is there, once", () => {
  expect(examples.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  for (const { name } of examples) {
    expect(existsSync(`examples/${name.replace(/-(coba|cuba)$/, "")}/index.ts`), name).toBe(true);
  }
});

test("every study has its folder, and no name is given twice", () => {
  for (const { name } of studies) expect(existsSync(`examples/${name}/index.ts`), name).toBe(true);
  const names = [...examples, ...studies].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test.each(portableExamples)("$name: references name its populations; its network is whole and the same twice", async (example) => {
  for (const variant of example.variants ?? [undefined]) {
    const options = { seed: 1, variant, scale: example.scales ? 0.1 : undefined };
    const network = await example.network(options);
    const populations = network.resolve().populations.map(({ name }) => name);
    for (const scale of [undefined, options.scale]) {
      const reference = example.reference?.({ ...options, scale });
      expect(populations).toEqual(expect.arrayContaining(Object.keys({ ...reference?.rates, ...reference?.cv })));
    }
    expect(JSON.stringify((await example.network(options)).toJSON())).toBe(JSON.stringify(network.toJSON()));
  }
});

test.each(examples)("$name refuses what it does not take", async (example) => {
  const attempt = (options: object) => async () => example.network({ seed: 1, ...options });
  await expect(attempt({ variant: "spam" })).rejects.toThrow(InputError);
  for (const scale of [0, -1, 1.5 * (example.largestScale ?? 1), Number.NaN]) await expect(attempt({ scale })).rejects.toThrow(/^scale: /);
  if (!example.scales) await expect(attempt({ scale: 0.5 })).rejects.toThrow("takes none");
  await expect(attempt({ data: "/nonexistent" })).rejects.toThrow(/^data: /);
});

test("verdicts of the qualification", () => {
  const what = "rate";
  expect(verdictOf({ what, value: 104.9, target: 100, relative: 0.05 }).ok).toBe(true);
  expect(verdictOf({ what, value: 94.9, target: 100, relative: 0.05 }).ok).toBe(false);
  expect(verdictOf({ what, value: 0.57, target: 0.52, absolute: 0.03 }).ok).toBe(false);
  expect(verdictOf({ what, value: 0.04, below: 0.05 }).ok).toBe(true);
  expect(verdictOf({ what, value: 7, digits: 0, target: 8 }).ok).toBe(false);
  expect(verdictOf({ what, value: 7 }).ok).toBeUndefined();
  for (const limit of [{ target: 1, relative: 9 }, { target: 1, absolute: 9 }, { below: 1 }, { target: 1 }]) {
    expect(verdictOf({ what, value: Number.NaN, ...limit }).ok).toBe(false);
  }
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
});
