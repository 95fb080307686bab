import { expect, test } from "vitest";
import { constantCurrent, meanWeight, microcircuit, pscOverPsp, synapseCount } from "../../examples/microcircuit/index.ts";
import { names, sizes } from "../../examples/microcircuit/parameters.ts";
import { tenth } from "../../examples/microcircuit/reference.ts";
import { run } from "./run.ts";

/** Synapses of the full network: row the target, column the source. */
const COUNTS = [
  [45499805, 22323577, 20253647, 9670918, 3293578, 0, 2271404, 0],
  [17443694, 5018763, 4105338, 1690074, 2221213, 0, 353461, 0],
  [3503670, 756561, 24482849, 17413576, 714524, 7003, 14624432, 0],
  [8114254, 92832, 9933538, 5223272, 87836, 0, 8810905, 0],
  [10613575, 1817058, 5507804, 151900, 2040738, 2407889, 1438969, 0],
  [1241436, 169424, 607667, 12851, 319602, 430444, 132414, 0],
  [4681225, 556108, 6727570, 1320234, 4112225, 305029, 8372649, 10827677],
  [2260836, 17207, 220033, 8078, 401638, 25218, 2888426, 1354320],
];
/** pA, of the DC drive at full scale. */
const DC = [561.974, 526.851, 737.591, 667.345, 702.468, 667.345, 1018.579, 737.591];

test("all 64 synapse counts and their sum", () => {
  expect(names.map((_, t) => names.map((_, s) => synapseCount(t, s)))).toEqual(COUNTS);
  expect(COUNTS.flat().reduce((a, b) => a + b)).toBe(298_880_968);
});

test("the full network asks for exactly these", async () => {
  const { projections, neurons, populations } = (await microcircuit.network({ seed: 1 })).resolve();
  expect(neurons).toBe(77_169);
  expect(populations.map(({ size }) => size)).toEqual([...sizes]);
  expect(projections.reduce((sum, { synapses }) => sum + synapses, 0)).toBe(298_880_968);
  expect(projections.map(({ synapses }) => synapses)).toEqual(COUNTS.flat().filter((n) => n > 0));
});

test("weights and currents", () => {
  expect(pscOverPsp()).toBeCloseTo(585.38996, 4);
  expect(meanWeight(0, 0)).toBeCloseTo(87.808493, 5);
  expect(meanWeight(0, 2)).toBeCloseTo(175.616987, 5);
  expect(meanWeight(3, 5)).toBeCloseTo(-351.233974, 5);
  names.forEach((_, t) => {
    expect(constantCurrent(t, 1, "dc")).toBeCloseTo(DC[t]!, 2);
    expect(constantCurrent(t, 1, "poisson")).toBe(0);
  });
});

test("down-scaling keeps the mean input of every population", async () => {
  const scale = 0.25;
  const { populations, projections, inputs } = (await microcircuit.network({ seed: 1, scale })).resolve();
  names.forEach((_, t) => {
    const full = { rate: [0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829], background: DC[t]! };
    const wanted = names.reduce(
      (sum, _, s) => sum + (0.0005 * meanWeight(t, s) * COUNTS[t]![s]! * full.rate[s]!) / sizes[t]!,
      full.background,
    );
    let mean = populations[t]!.params.I_e as number;
    for (const { source, target, synapses, weight } of projections) {
      if (target !== t) continue;
      const { normal } = weight as { normal: { mean: number } };
      mean += (0.0005 * normal.mean * synapses * full.rate[source]!) / populations[t]!.size;
    }
    for (const input of inputs) {
      if (input.target === t && input.kind === "poisson") mean += 0.0005 * input.weight * (input.rate as number);
    }
    expect(mean / wanted).toBeCloseTo(1, 2);
  });
});

test("a tenth of it fires at the rates of an independent simulation", async () => {
  const simulation = await run(microcircuit, { seed: 1, scale: 0.1 }, 300, 1200);
  expect(simulation.synapses).toBe(2_988_807);
  const measured = simulation.rates();
  const total = (rates: Readonly<Record<string, number>>) => names.reduce((sum, name, i) => sum + rates[name]! * sizes[i]!, 0);
  for (const name of names) expect(Math.abs(measured[name]! / tenth.rates![name]! - 1), name).toBeLessThan(0.2);
  expect(Math.abs(total(measured) / total(tenth.rates!) - 1)).toBeLessThan(0.06);
  simulation.destroy();
});
