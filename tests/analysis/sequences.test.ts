/** Lempel-Ziv complexity against a search for substrings, and codes of linear regions. */
import { describe, expect, it, test } from "vitest";
import { linearRegions, type RegionOptions } from "../../src/analysis/codes.ts";
import { type LempelZivOptions, lempelZiv } from "../../src/analysis/lempel-ziv.ts";

const bits = (text: string) => Uint8Array.from(text, Number);

/** Symbols of a linear congruential generator. */
function congruential(length: number, seed: number, letters: number): Uint8Array {
  let x = BigInt(seed);
  return Uint8Array.from({ length }, () => {
    x = (x * 1103515245n + 12345n) % 2n ** 31n;
    return Number(x >> 16n) % letters;
  });
}

describe.each(["cpu", "software"] as const)("Lempel-Ziv complexity on %s", (adapter) => {
  it("of the string of Kaspar and Schuster is 6", async () => {
    const { words, normalised } = await lempelZiv(bits("0001101001000101"), { length: 16, adapter });
    expect([...words]).toEqual([6]);
    expect(normalised[0]).toBe((6 * 4) / 16);
  });

  // Numbers of a Python program that searches each word with `in`.
  it.each([
    [2, 1, 2, 2],
    [97, 3, 2, 17],
    [200, 5, 3, 44],
    [501, 7, 2, 58],
    [1000, 11, 26, 408],
  ])("of %d symbols (seed %d) of %d letters is %d", async (length, seed, letters, expected) => {
    expect([...(await lempelZiv(congruential(length, seed, letters), { length, adapter })).words]).toEqual([expected]);
  });

  it("of many sequences, one by one, whose bytes share words", async () => {
    const all = [bits("0".repeat(50)), bits("01".repeat(25)), congruential(50, 9, 2)];
    const together = new Uint8Array(150);
    for (const [s, one] of all.entries()) together.set(one, 50 * s);
    const { words } = await lempelZiv(together, { length: 50, adapter });
    expect([...words].slice(0, 2)).toEqual([2, 3]);
    expect(words[2]).toBe((await lempelZiv(all[2], { length: 50, adapter })).words[0]);
  });
});

test("a count that takes many dispatches, and one that is called off", async () => {
  const length = 4096;
  const { words, normalised } = await lempelZiv(congruential(length, 77, 2), { length, adapter: "cpu" });
  expect(words[0]).toBeGreaterThan(330);
  expect(normalised[0]).toBeCloseTo(1.03, 1);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(lempelZiv(bits("01"), { length: 2, adapter: "cpu", signal })).rejects.toThrow("enough");
});

test.each([
  [bits("0101"), { length: 1 }, "length: 1: must be an integer of 2 or more"],
  [bits("0101"), { length: 3 }, "symbols: array of 4: must be whole sequences of 3 symbols"],
  [new Uint8Array(0), { length: 3 }, "symbols: array of 0: must be whole sequences of 3 symbols"],
  [[0, 1] as never, { length: 2 }, "symbols: [0,1]: must be a Uint8Array, sequence after sequence"],
])("bad input: Lempel-Ziv %#", async (symbols, options, message) => {
  await expect(lempelZiv(symbols as Uint8Array, { adapter: "cpu", ...options } as LempelZivOptions)).rejects.toThrow(message);
});

/** Points of three units; the codes of units 2 and 0 are 01, 00, 11, 00, 11, 00, 11. */
const TRAJECTORY = Float32Array.of(2, 5, -1, -1, 5, -1, 1, 5, 1, 0, 5, 0, 1, 5, 2, -3, 5, -1, 9, 5, 9);

test.each(["cpu", "software"] as const)("linear regions: visits, shares, order and transitions (%s)", async (adapter) => {
  const found = await linearRegions(TRAJECTORY, { stride: 3, units: [2, 0], adapter });
  expect(found.regions).toEqual([
    { code: "00", visits: 3, share: 3 / 7 },
    { code: "11", visits: 3, share: 3 / 7 },
    { code: "01", visits: 1, share: 1 / 7 },
  ]);
  expect([...found.sequence]).toEqual([2, 0, 1, 0, 1, 0, 1]);
  expect(found.transitions).toEqual([
    [0, 3, 0],
    [2, 0, 0],
    [1, 0, 0],
  ]);
});

test("linear regions of more units than a word has bits", async () => {
  const wide = Float32Array.from({ length: 80 }, (_, i) => (i === 33 || i === 40 ? 1 : -1));
  const { regions } = await linearRegions(wide, { stride: 40, units: Array.from({ length: 35 }, (_, k) => k), adapter: "cpu" });
  expect(regions.map(({ code }) => code)).toEqual([`${"0".repeat(33)}10`, `1${"0".repeat(34)}`]);
});

test.each([
  [{ units: [] }, "units: []: give a list of units"],
  [{ units: [3] }, "units[0]: 3: there are 3 units, from 0 on"],
  [{ units: [1, 1] }, "units[1]: 1: is given twice"],
  [{ units: [-1] }, "units[0]: -1: must be an integer of 0 or more"],
  [{ stride: 4 }, "trajectory: array of 21: must be rows of 4 numbers"],
])("bad input: linear regions %#", async (wrong, message) => {
  const options = { stride: 3, units: [0], adapter: "cpu", ...wrong } as RegionOptions;
  await expect(linearRegions(TRAJECTORY, options)).rejects.toThrow(message);
});

test("bad input: too many regions for a table of transitions", async () => {
  const units = Array.from({ length: 13 }, (_, k) => k);
  const all = Float32Array.from({ length: 13 * 8192 }, (_, i) => ((Math.floor(i / 13) >> (i % 13)) & 1 ? 1 : -1));
  const failed = linearRegions(all, { stride: 13, units, adapter: "cpu" });
  await expect(failed).rejects.toThrow('trajectory: "8192 regions": visits more than 4096; give fewer units');
});
