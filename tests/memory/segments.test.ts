/** Segments and their chances, against whole-number arithmetic, plain sets and all sets there are. */
import { describe, expect, it, test } from "vitest";
import { falseMatchChance, matchChanceOf, recallChance, unionMatchChance, unionSizes } from "../../src/memory/chances.ts";
import { SegmentMatcher } from "../../src/memory/segments.ts";
import { randomSets } from "../../src/memory/sets.ts";
import { falseMatchTrials } from "../../src/memory/trials.ts";
import { Dice } from "../../src/verify/dice.ts";

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

/** The tail in whole numbers: 18 digits and more. */
function wholeTail(n: number, a: number, s: number, theta: number): number {
  let hits = 0n;
  for (let b = theta; b <= s; b++) hits += choose(s, b) * choose(n - s, a - b);
  return Number((hits * 10n ** 40n) / choose(n, a)) / 1e40;
}

const shape = { cells: 300, active: 64, synapses: 24, threshold: 12 };

test.each([
  [300, 64],
  [1100, 64],
  [900, 128],
  [300, 256],
  [19_900, 4975],
])("false matches at n %i, a %i are those of whole numbers", (cells, active) => {
  const exact = wholeTail(cells, active, 24, 12);
  expect(Math.abs(falseMatchChance({ ...shape, cells, active }) / exact - 1)).toBeLessThan(1e-9);
});

test("chances of small sets are those of counting all of them", () => {
  const subsets = (n: number, k: number): number[][] =>
    k === 0 ? [[]] : n < k ? [] : [...subsets(n - 1, k), ...subsets(n - 1, k - 1).map((s) => [...s, n - 1])];
  const [cells, active, synapses, threshold] = [9, 4, 3, 2];
  const segment = [0, 1, 2];
  const overlap = (set: readonly number[], other: readonly number[]) => set.filter((cell) => other.includes(cell)).length;
  const all = subsets(cells, active);
  const fired = all.filter((set) => overlap(set, segment) >= threshold).length / all.length;
  expect(falseMatchChance({ cells, active, synapses, threshold })).toBeCloseTo(fired, 12);
  expect(falseMatchChance({ cells, active, synapses, threshold: 1 })).toBeCloseTo(
    all.filter((set) => overlap(set, segment) > 0).length / all.length,
    12,
  );
  // Of a pattern's four cells two are others: which ones of the segment's three are left.
  const left = subsets(active, active - 2);
  expect(recallChance({ cells, active, synapses, threshold }, 2)).toBeCloseTo(
    left.filter((set) => overlap(set, segment) >= threshold).length / left.length,
    12,
  );
  expect(recallChance({ cells, active, synapses, threshold }, 0)).toBeCloseTo(1, 12);
  const samples = subsets(cells, synapses);
  const sizes = new Float64Array(cells + 1);
  for (const a of samples)
    for (const b of samples) for (const c of samples) sizes[new Set([...a, ...b, ...c]).size] += samples.length ** -3;
  unionSizes({ cells, synapses }, 3).forEach((chance, size) => {
    expect(chance).toBeCloseTo(sizes[size], 10);
  });
  const exact = Array.from(sizes).reduce((sum, chance, size) => sum + chance * matchChanceOf(cells, active, size, threshold), 0);
  expect(unionMatchChance({ cells, active, synapses, threshold }, 3)).toBeCloseTo(exact, 10);
});

test("the mean union of M samples covers 1 - (1 - s/n)^M of the cells", () => {
  const mean = unionSizes(shape, 7).reduce((sum, chance, size) => sum + chance * size, 0);
  expect(mean / 300).toBeCloseTo(1 - (1 - 24 / 300) ** 7, 9);
});

test("random sets: all as likely, of the right size", () => {
  const sets = randomSets({ cells: 6, chosen: 3, count: 20_000, seed: 4 });
  const counts = new Map<string, number>();
  for (const set of sets) counts.set(set.join(), (counts.get(set.join()) ?? 0) + 1);
  expect(counts.size).toBe(20);
  const chi = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 19 degrees of freedom.
  expect(chi).toBeLessThan(19 + 4 * Math.sqrt(38));
  expect(randomSets({ cells: 40, chosen: 40, count: 1, seed: 1 })[0]).toEqual(Uint32Array.from({ length: 40 }, (_, k) => k));
  expect(randomSets({ cells: 40, chosen: 0, count: 2, seed: 1 }).map((set) => set.length)).toEqual([0, 0]);
});

test.each(["cpu", "software"] as const)("segments that match, on %s, are those of plain sets", async (adapter) => {
  const dice = new Dice(7, "segments");
  const cells = 70;
  const some = (count: number, least: number, most: number) =>
    Array.from({ length: count }, () => {
      const all = Array.from({ length: cells }, (_, k) => k).sort(() => dice.uniform(-1, 1));
      return all.slice(0, dice.whole(least, most));
    });
  // More inputs than go at once, more segments than a word.
  const [segments, inputs] = [some(45, 9, 30), some(300, 0, 40)];
  const threshold = 9;
  const matcher = await SegmentMatcher.create({ cells, segments, threshold }, { adapter });
  const { counts, fires } = await matcher.match(inputs);
  let fired = 0;
  inputs.forEach((input, n) => {
    const active = new Set(input);
    const expected = segments.map((segment) => segment.filter((cell) => active.has(cell)).length >= threshold);
    expect(segments.map((_, j) => fires(n, j))).toEqual(expected);
    expect(counts[n]).toBe(expected.filter(Boolean).length);
    fired += counts[n];
  });
  expect(fired).toBeGreaterThan(500);
  expect(fired).toBeLessThan(12_000);
  matcher.destroy();
});

test("trials find the exact share, and the same on every adapter", async () => {
  const options = { ...shape, threshold: 8, trials: 2e6, seed: 3 };
  const cpu = await falseMatchTrials({ ...options, adapter: "cpu" });
  expect(cpu.exact).toBeCloseTo(falseMatchChance({ ...shape, threshold: 8 }), 12);
  expect(cpu.trials).toBe(Math.ceil(2e6 / (4096 * 128)) * 4096 * 128);
  expect(Math.abs(cpu.share - cpu.exact)).toBeLessThan(3 * cpu.sigma);
  // About that of independent trials: neither far smaller nor far larger.
  const independent = Math.sqrt((cpu.exact * (1 - cpu.exact)) / cpu.trials);
  expect(cpu.sigma / independent).toBeGreaterThan(0.8);
  expect(cpu.sigma / independent).toBeLessThan(2);
  const small = { ...shape, trials: 1, segments: 32, seed: 3 };
  const [here, there] = [await falseMatchTrials({ ...small, adapter: "cpu" }), await falseMatchTrials({ ...small, adapter: "software" })];
  expect({ ...there, adapter: "", adapterKind: "" }).toEqual({ ...here, adapter: "", adapterKind: "" });
  expect(here.hits).toBeGreaterThan(50);
}, 60_000);

test("unions fire as often as their sizes say", async () => {
  const found = await falseMatchTrials({ ...shape, cells: 500, union: 3, trials: 1e6, seed: 2, adapter: "cpu" });
  expect(Math.abs(found.share - found.exact)).toBeLessThan(3 * found.sigma);
  expect(found.exact / unionMatchChance({ ...shape, cells: 500 }, 3)).toBeGreaterThan(0.7);
  expect(found.exact / unionMatchChance({ ...shape, cells: 500 }, 3)).toBeLessThan(1.4);
});

describe("bad input is one line", () => {
  it.each([
    ["active: 301: must be a whole number, 1 to 300", { active: 301 }],
    ["synapses: 65: must be a whole number, 1 to 64", { synapses: 65 }],
    ["threshold: 25: must be a whole number, 1 to 24", { threshold: 25 }],
    ["threshold: 0: must be a whole number, 1 to 24", { threshold: 0 }],
    ["cells: 0: must be a whole number, 1 to", { cells: 0 }],
    ["cells: 299.5: must be a whole number", { cells: 299.5 }],
  ])("%s", async (message, wrong) => {
    expect(() => falseMatchChance({ ...shape, ...wrong })).toThrow(message);
    expect(() => unionMatchChance({ ...shape, ...wrong }, 2)).toThrow(message);
    await expect(falseMatchTrials({ ...shape, ...wrong, trials: 1, adapter: "cpu" })).rejects.toThrow(message);
  });

  it.each([
    ["segments: 33: must be a multiple of 32", { segments: 33 }],
    ["segments: 0: must be a whole number, 32 or more", { segments: 0 }],
    ["union: 0: must be a whole number, 1 or more", { union: 0 }],
    ["trials: 0: must be a whole number, 1 to", { trials: 0 }],
    ["seed: 0.5: must be a whole number", { seed: 0.5 }],
  ])("trials, %s", async (message, wrong) => {
    await expect(falseMatchTrials({ ...shape, trials: 1, adapter: "cpu", ...wrong })).rejects.toThrow(message);
  });

  it.each([
    ["segments.length: 0: must be a whole number, 1 or more", { segments: [] }],
    ["segments[1].length: 1: must be 2 or more, the threshold", { segments: [[1, 2], [3]] }],
    ["segments[0][1]: 10: must be a whole number, 0 to 9", { segments: [[1, 10]] }],
    ["segments[0][2]: 1: must not be in its set twice", { segments: [[1, 2, 1]] }],
    ["threshold: 0: must be a whole number, 1 or more", { threshold: 0 }],
    ["cells: -1: must be a whole number", { cells: -1 }],
  ])("segments, %s", async (message, wrong) => {
    await expect(SegmentMatcher.create({ cells: 10, segments: [[1, 2]], threshold: 2, ...wrong }, { adapter: "cpu" })).rejects.toThrow(
      message,
    );
  });

  it("inputs and sets", async () => {
    const matcher = await SegmentMatcher.create({ cells: 10, segments: [[1, 2]], threshold: 2 }, { adapter: "cpu" });
    await expect(matcher.match([])).rejects.toThrow("inputs.length: 0: must be a whole number, 1 or more");
    await expect(matcher.match("ab" as never)).rejects.toThrow('inputs: "ab": must be a list of sets of cells');
    await expect(matcher.match([null as never])).rejects.toThrow("inputs[0]: null: must be a list of cells");
    const { fires } = await matcher.match([[1], [1, 2]]);
    expect(() => fires(0, 32)).toThrow("segment: 32: must be a whole number, 0 to ");
    expect(() => fires(2, 0)).toThrow("input: 2: must be a whole number, 0 to 1");
    await expect(matcher.match([[1], [-1]])).rejects.toThrow("inputs[1][0]: -1: must be a whole number, 0 to 9");
    matcher.destroy();
    expect(() => randomSets({ cells: 5, chosen: 6, count: 1, seed: 1 })).toThrow("chosen: 6: must be a whole number, 0 to 5");
    expect(() => falseMatchChance(null as never)).toThrow("shape: null: must be an object of settings");
    expect(() => recallChance(shape, 65)).toThrow("lost: 65: must be a whole number, 0 to 64");
  });
});
