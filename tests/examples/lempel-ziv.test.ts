/** The study of Lempel-Ziv complexity, small. */
import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { carryOut, curve } from "../../examples/lempel-ziv/index.ts";
import { bernoulli, entropy, shuffled } from "../../examples/lempel-ziv/sequences.ts";
import { cpuBench, expectWhole, ON_CPU } from "./study.ts";

const SIZE = { sequences: 12, length: 4096, neurons: 8 };

test("every expectation holds with few sequences", async () => {
  const shares: number[] = [];
  const bench = new Workbench({ adapter: "cpu", onProgress: (share) => shares.push(share) });
  const result = await carryOut(SIZE, 1, bench);
  expectWhole(result, 5, 2);
  expect(result.findings.length).toBe(5);
  expect(bench.simulations).toEqual(ON_CPU);
  expect([...shares].sort((a, b) => a - b)).toEqual(shares);
}, 60_000);

test("complexity falls towards the entropy as sequences grow", async () => {
  const { lengths, means } = await curve(0.5, 0, { ...SIZE, length: 1024 }, 3, cpuBench());
  expect(lengths).toEqual([64, 128, 256, 512, 1024]);
  for (let k = 1; k < means.length; k++) expect(means[k]!).toBeLessThan(means[k - 1]!);
  expect(means.at(-1)!).toBeGreaterThan(1);
});

test("bits have their chance, shuffled ones keep their number, entropy has its closed values", () => {
  const bits = bernoulli(20, 1001, 0.2, 5, 1);
  const ones = bits.reduce((sum, bit) => sum + bit, 0);
  // Five standard deviations.
  expect(Math.abs(ones / bits.length - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / bits.length));
  const other = shuffled(bits, 1001, 5, 3);
  expect(other).not.toEqual(bits);
  for (let s = 0; s < 20; s++) {
    const count = (symbols: Uint8Array) => symbols.subarray(1001 * s, 1001 * (s + 1)).reduce((sum, bit) => sum + bit, 0);
    expect(count(other)).toBe(count(bits));
  }
  expect([entropy(0), entropy(0.5), entropy(1)]).toEqual([0, 1, 0]);
  expect(entropy(0.2)).toBeCloseTo(0.7219280948873623, 15);
});
