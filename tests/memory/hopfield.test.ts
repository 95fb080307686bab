/** Hopfield networks against sums over all choices of units, and against the Boltzmann distribution of all states. */
import { describe, expect, it, test } from "vitest";
import { productsOf } from "../../src/memory/energy.ts";
import { HopfieldNetwork } from "../../src/memory/hopfield.ts";
import type { HopfieldSpec } from "../../src/memory/spec.ts";
import { logisticQ32, logisticTable } from "../../src/twins/lib/logistic.ts";
import { pull } from "../../src/twins/memory/glauber.ts";
import { Dice } from "../../src/verify/dice.ts";

/** Sum over all ordered choices of `order` different places of the products of `values` there. */
function bruteProducts(values: readonly number[], order: number, used: readonly number[] = []): number {
  if (used.length === order) return 1;
  return values.reduce((sum, value, i) => (used.includes(i) ? sum : sum + value * bruteProducts(values, order, [...used, i])), 0);
}

/** H of a state, by its definition. */
function bruteEnergy(patterns: readonly (readonly number[])[], state: ArrayLike<number>, order: number, divide = 1): number {
  const units = state.length;
  const sum = patterns.reduce(
    (total, pattern) =>
      total +
      bruteProducts(
        pattern.map((x, i) => x * state[i]),
        order,
      ),
    0,
  );
  return -sum / (order * units ** (order - 1) * divide);
}

const rowsOf = (values: ArrayLike<number>, columns: number) =>
  Array.from({ length: values.length / columns }, (_, r) => Array.from({ length: columns }, (__, c) => values[r * columns + c]));

const ORDERS = [2, 3, 4];

describe.each(ORDERS)("order %i", (order) => {
  const dice = new Dice(order, "hopfield");
  const [units, count] = [7, 4];
  const draw = (values: readonly number[]) => Array.from({ length: units }, () => values[dice.whole(0, values.length - 1)]);
  const patterns = Array.from({ length: count }, () => draw([-1, 0, 1]));

  test("energies and fields are the sums over different units", () => {
    const state = draw([-1, 1]);
    const active = (pattern: readonly number[]) => pattern.filter((x) => x !== 0).length;
    const overlap = (pattern: readonly number[]) => pattern.reduce((sum, x, i) => sum + x * state[i], 0);
    for (const pattern of patterns) {
      const terms = pattern.map((x, i) => x * state[i]);
      expect(productsOf(order, overlap(pattern), active(pattern))).toBe(bruteProducts(terms, order));
      for (let i = 0; i < units; i++) {
        const others = terms.filter((_, j) => j !== i);
        const expected = pattern[i] * bruteProducts(others, order - 1);
        const pulled = pull(order, pattern[i], overlap(pattern) - pattern[i] * state[i], active(pattern) - 1);
        expect(pulled).toBeCloseTo(expected, 12);
      }
    }
  });

  test("energies that are read are those of the states", async () => {
    const network = await HopfieldNetwork.create({ units, order, patterns, replicas: 5, beta: 0.3, seed: 3 }, { adapter: "cpu" });
    const { states, overlaps, energies } = await network.relax(Array(5).fill(Array(units).fill(0)), 2);
    rowsOf(states, units).forEach((state, r) => {
      expect(energies[r]).toBeCloseTo(bruteEnergy(patterns, state, order), 10);
      patterns.forEach((pattern, k) => {
        expect(overlaps[r * count + k]).toBeCloseTo(pattern.reduce((sum, x, i) => sum + x * state[i], 0) / units, 6);
      });
    });
    network.destroy();
  });

  test("states settle into the Boltzmann distribution", async () => {
    const replicas = 30_000;
    const beta = { 2: 0.9, 3: 0.7, 4: 25 }[order] as number;
    const network = await HopfieldNetwork.create({ units, order, patterns, replicas, beta, seed: 11 }, { adapter: "cpu" });
    const { states } = await network.relax(Array(replicas).fill(Array(units).fill(1)), 25);
    network.destroy();
    const all = Array.from({ length: 2 ** units }, (_, code) => Array.from({ length: units }, (_, i) => ((code >> i) & 1 ? 1 : -1)));
    const weights = all.map((state) => Math.exp(-beta * bruteEnergy(patterns, state, order)));
    const total = weights.reduce((sum, w) => sum + w, 0);
    // Far from even: a chain that ignored its fields would not pass.
    expect(Math.max(...weights) / Math.min(...weights)).toBeGreaterThan(3);
    const counts = new Float64Array(2 ** units);
    for (let r = 0; r < replicas; r++) {
      let code = 0;
      for (let i = 0; i < units; i++) if (states[r * units + i] === 1) code |= 1 << i;
      counts[code]++;
    }
    const chi = weights.reduce((sum, w, code) => sum + (counts[code] - (replicas * w) / total) ** 2 / ((replicas * w) / total), 0);
    // 127 degrees of freedom: mean 127, standard deviation 16.
    expect(chi).toBeLessThan(127 + 4 * 16);
    expect(chi).toBeGreaterThan(127 - 4 * 16);
  });
});

test("without noise the energy never rises, and cues are completed", async () => {
  for (const order of ORDERS) {
    const replicas = 10;
    const network = await HopfieldNetwork.create({ units: 100, order, patterns: { random: 5 }, replicas }, { adapter: "cpu" });
    await network.set(Array.from({ length: replicas }, (_, r) => network.cue(r % 5, 0.1, r)));
    let before = (await network.read()).energies;
    for (let n = 0; n < 12; n++) {
      await network.sweep(1);
      const { energies } = await network.read();
      energies.forEach((energy, r) => {
        expect(energy).toBeLessThanOrEqual(before[r] + 1e-9);
      });
      before = energies;
    }
    const { overlaps } = await network.read();
    for (let r = 0; r < replicas; r++) expect(overlaps[5 * r + (r % 5)]).toBeGreaterThan(0.97);
    network.destroy();
  }
});

describe("noisy examples", () => {
  const spec = { units: 6, patterns: { random: 2 }, beta: 0.4, replicas: 3, seed: 5 };
  const examples = { count: 3, quality: 0.4 };

  it.each([2, 3])("unsupervised, order %i: H is the mean over examples", async (order) => {
    const network = await HopfieldNetwork.create(
      { ...spec, order, examples: { ...examples, learning: "unsupervised" } },
      { adapter: "cpu" },
    );
    const { states, energies } = await network.relax(Array(3).fill([1, 0, -1, 0, 1, 1]), 1);
    const given = rowsOf(await storedOf(spec.seed, network), 6);
    rowsOf(states, 6).forEach((state, r) => {
      expect(energies[r]).toBeCloseTo(bruteEnergy(given, state, order, examples.count), 9);
    });
    network.destroy();
  });

  it("supervised: H is that of the means; overlaps are those with the patterns", async () => {
    const network = await HopfieldNetwork.create({ ...spec, examples: { ...examples, learning: "supervised" } }, { adapter: "cpu" });
    const { states, energies, overlaps } = await network.relax(Array(3).fill([1, 0, -1, 0, 1, 1]), 2);
    const given = rowsOf(await storedOf(spec.seed, network), 6);
    const means = [0, 1].map((k) => given[3 * k].map((_, i) => (given[3 * k][i] + given[3 * k + 1][i] + given[3 * k + 2][i]) / 3));
    rowsOf(states, 6).forEach((state, r) => {
      expect(energies[r]).toBeCloseTo(bruteEnergy(means, state, 2), 9);
      expect(overlaps[2 * r]).toBeCloseTo(Array.from(network.pattern(0)).reduce((sum, x, i) => sum + x * state[i], 0) / 6, 6);
    });
    network.destroy();
  });

  it("supervised: states settle into the Boltzmann distribution of the means", async () => {
    const replicas = 20_000;
    const network = await HopfieldNetwork.create(
      { ...spec, beta: 1.2, replicas, examples: { ...examples, learning: "supervised" } },
      { adapter: "cpu" },
    );
    const { energies, states } = await network.relax(Array(replicas).fill(Array(6).fill(0)), 15);
    const [exact, mean] = [new Map<string, number>(), energies.reduce((sum, e) => sum + e, 0) / replicas];
    rowsOf(states, 6).forEach((state, r) => {
      exact.set(state.join(), energies[r]);
    });
    expect(exact.size).toBe(64);
    const [z, ze, zee] = [...exact.values()].reduce(
      ([a, b, c], e) => [a + Math.exp(-1.2 * e), b + e * Math.exp(-1.2 * e), c + e * e * Math.exp(-1.2 * e)],
      [0, 0, 0],
    );
    const sigma = Math.sqrt((zee / z - (ze / z) ** 2) / replicas);
    expect(Math.abs(mean - ze / z)).toBeLessThan(4 * sigma);
    network.destroy();
  });

  it("of better examples more is learned", async () => {
    const recalled = async (quality: number, learning: "supervised" | "unsupervised") => {
      const given = { units: 200, patterns: { random: 5 }, replicas: 5, examples: { count: 15, quality, learning } };
      const network = await HopfieldNetwork.create(given, { adapter: "cpu" });
      const { overlaps } = await network.relax(
        [0, 1, 2, 3, 4].map((k) => network.pattern(k)),
        5,
      );
      network.destroy();
      return [0, 1, 2, 3, 4].reduce((sum, k) => sum + overlaps[6 * k] / 5, 0);
    };
    expect(await recalled(0.6, "supervised")).toBeGreaterThan(0.97);
    expect(await recalled(0.15, "supervised")).toBeLessThan(0.97);
    expect(await recalled(0.15, "supervised")).toBeGreaterThan(await recalled(0.15, "unsupervised"));
  });
});

/** The examples of a network: drawn again with the stream's numbers. */
async function storedOf(seed: number, network: HopfieldNetwork): Promise<Int8Array> {
  const { noisyExamples } = await import("../../src/memory/patterns.ts");
  return noisyExamples(seed, network.patterns, 6, 3, 0.4);
}

test("random patterns have the dilution asked for, examples the quality", async () => {
  const { noisyExamples } = await import("../../src/memory/patterns.ts");
  const network = await HopfieldNetwork.create({ units: 20_000, patterns: { random: 2, dilution: 0.3 } }, { adapter: "cpu" });
  const share = (value: number) => network.patterns.filter((x) => x === value).length / 40_000;
  expect(share(0)).toBeCloseTo(0.3, 2);
  expect(share(1)).toBeCloseTo(0.35, 2);
  const examples = noisyExamples(1, network.patterns, 20_000, 3, 0.5);
  const first = examples.subarray(0, 20_000);
  const kept = first.filter((x, i) => x !== 0 && x === network.patterns[i]).length / first.filter((x) => x !== 0).length;
  expect(kept).toBeCloseTo(0.75, 2);
  expect(first.every((x, i) => Math.abs(x) === Math.abs(network.patterns[i]))).toBe(true);
  expect(examples.subarray(20_000, 40_000)).not.toEqual(first);
  const cue = network.cue(1, 0.1);
  expect(cue.filter((x, i) => x !== network.pattern(1)[i]).length).toBeLessThanOrEqual(2000);
  expect(cue.filter((x, i) => x !== network.pattern(1)[i]).length).toBeGreaterThan(1300);
  expect(network.cue(1, 0.1, 1)).not.toEqual(cue);
  network.destroy();
});

test("the same bits on cpu and software adapter, whatever the chunking", async () => {
  const run = async (adapter: "cpu" | "software", spec: Partial<HopfieldSpec>, chunks: readonly number[]) => {
    const replicas = 3;
    const network = await HopfieldNetwork.create(
      { units: 90, patterns: { random: 70, dilution: 0.2 }, replicas, seed: 9, beta: 2, ...spec },
      { adapter },
    );
    await network.set(Array.from({ length: replicas }, (_, r) => network.cue(r, 0.2)));
    for (const sweeps of chunks) await network.sweep(sweeps);
    const recall = await network.read();
    network.destroy();
    return recall;
  };
  for (const spec of [
    {},
    { order: 3 },
    { order: 4, beta: Number.POSITIVE_INFINITY },
    { examples: { count: 2, quality: 0.5, learning: "supervised" } },
  ] as const) {
    const expected = await run("cpu", spec, [4]);
    expect(await run("cpu", spec, [1, 3])).toEqual(expected);
    expect(await run("software", spec, [2, 2])).toEqual(expected);
  }
}, 60_000);

test("where a cue says nothing the state is drawn, another one each time", async () => {
  const network = await HopfieldNetwork.create({ units: 1000, patterns: { random: 1 }, replicas: 2 }, { adapter: "cpu" });
  const cue = Array.from({ length: 1000 }, (_, i) => (i < 500 ? 0 : i % 2 ? 1 : -1));
  const drawn: number[][] = [];
  for (let k = 0; k < 2; k++) {
    await network.set([cue, cue]);
    for (const state of rowsOf((await network.read()).states, 1000)) {
      expect(state.slice(500)).toEqual(cue.slice(500));
      drawn.push(state.slice(0, 500));
    }
  }
  network.destroy();
  for (const states of drawn) expect(Math.abs(states.reduce((sum, s) => sum + s, 0))).toBeLessThan(4 * Math.sqrt(500));
  expect(new Set(drawn.map((states) => states.join())).size).toBe(4);
});

test("a sweep in many parts is a sweep", async () => {
  // Two parts of 16,384 and 3,616 updates: two in three units are drawn at least once, and the counter goes on by one.
  const network = await HopfieldNetwork.create({ units: 20_000, patterns: { random: 1 }, beta: 0 }, { adapter: "cpu" });
  const before = network.pattern(0);
  await network.set([before]);
  const kept: number[] = [];
  for (let sweep = 0; sweep < 3; sweep++) {
    await network.sweep(1);
    const { overlaps } = await network.read();
    kept.push(overlaps[0]);
  }
  network.destroy();
  // Without fields a unit that is drawn is forgotten; others stay, a share 1/e a sweep.
  kept.forEach((overlap, n) => {
    expect(Math.abs(overlap - Math.exp(-1 - n))).toBeLessThan(4 / Math.sqrt(20_000));
  });
});

test("probabilities are logistic within 1e-6", () => {
  for (const x of [0, 1e-4, 0.1234, -0.7, 1.5, -3.3, 7.77, 15.2]) {
    const [got, exact] = [logisticQ32(logisticTable, Math.fround(x)) / 2 ** 32, 1 / (1 + Math.exp(Math.abs(x)))];
    expect(Math.abs(got - exact)).toBeLessThan(1e-6);
    expect(Math.abs(got - exact)).toBeLessThan(1e-9 + 1e-5 * exact);
  }
  expect(logisticQ32(logisticTable, 1000)).toBeLessThan(2);
});

test("a run that is cancelled ends with the reason; a second call at a time is refused", async () => {
  const network = await HopfieldNetwork.create({ units: 50, patterns: { random: 3 } }, { adapter: "cpu" });
  const reason = new Error("enough");
  await expect(network.sweep(5, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const first = network.sweep(1);
  await expect(network.sweep(1)).rejects.toThrow("busy");
  await first;
  network.destroy();
  await expect(network.sweep(1)).rejects.toThrow("destroyed");
});
