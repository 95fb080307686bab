/** What Hopfield networks refuse. */
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.ts";
import { HopfieldNetwork } from "../../src/memory/hopfield.ts";
import type { HopfieldSpec } from "../../src/memory/spec.ts";

describe("bad input is one line", () => {
  const good: HopfieldSpec = { units: 4, patterns: { random: 2 } };
  it.each<[string, Partial<Record<keyof HopfieldSpec, unknown>>]>([
    ["units: 1: must be a whole number, 2", { units: 1 }],
    ["order: 5: must be a whole number, 2 to 4", { order: 5 }],
    ["order: 2.5: must be a whole number", { order: 2.5 }],
    ["order: 4: must not be above the number of units (3)", { units: 3, order: 4 }],
    ["beta: -1: must be 0 to 1000000000, or Infinity", { beta: -1 }],
    ["beta: NaN: must be 0 to 1000000000, or Infinity", { beta: Number.NaN }],
    ["beta: 1e+30: must be 0 to", { beta: 1e30 }],
    ["replicas: 0: must be a whole number, 1 or more", { replicas: 0 }],
    ["seed: -1: must be a whole number", { seed: -1 }],
    ["patterns.random: 0: must be a whole number, 1 or more", { patterns: { random: 0 } }],
    ["patterns.dilution: 1: must be 0 up to, not including, 1", { patterns: { random: 1, dilution: 1 } }],
    ["patterns.dilution: -0.1: must be 0 up to", { patterns: { random: 1, dilution: -0.1 } }],
    ["patterns.length: 0: must be a whole number, 1 or more", { patterns: [] }],
    [
      "patterns[1].length: 3: must be 4, one entry a unit",
      {
        patterns: [
          [1, 1, 1, 1],
          [1, 1, 1],
        ],
      },
    ],
    ["patterns[0][2]: 2: must be -1, 0 or 1", { patterns: [[1, 1, 2, 1]] }],
    ["patterns[0][0]: 0.5: must be -1, 0 or 1", { patterns: [[0.5, 1, 1, 1]] }],
    ["examples.count: 0: must be a whole number", { examples: { count: 0, quality: 1, learning: "supervised" } }],
    ["examples.quality: 2: must be 0, pure noise, to 1", { examples: { count: 2, quality: 2, learning: "supervised" } }],
    ['examples.learning: "both": must be "supervised"', { examples: { count: 2, quality: 1, learning: "both" } }],
    ['examples.learning: "supervised": needs order 2, not 3', { order: 3, examples: { count: 2, quality: 1, learning: "supervised" } }],
    ["patterns: 100000000: are too many for 100 units", { units: 100, patterns: { random: 1e8 } }],
  ])("%s", async (message, wrong) => {
    const error = await HopfieldNetwork.create({ ...good, ...wrong } as HopfieldSpec, { adapter: "cpu" }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message.startsWith(message), (error as Error).message).toBe(true);
    expect((error as Error).message).not.toContain("\n");
  });

  it("of cues, sweeps and patterns", async () => {
    const network = await HopfieldNetwork.create({ ...good, replicas: 2 }, { adapter: "cpu" });
    await expect(network.relax([[1, 1, 1, 1]], 1)).rejects.toThrow("cues.length: 1: must be 2, one a replica");
    await expect(
      network.set([
        [1, 1, 1, 1],
        [1, 1],
      ]),
    ).rejects.toThrow("cues[1].length: 2: must be 4");
    await expect(
      network.set([
        [1, 1, 3, 1],
        [1, 1, 1, 1],
      ]),
    ).rejects.toThrow("cues[0][2]: 3: must be -1, 0 or 1");
    await expect(network.set("ab" as never)).rejects.toThrow('cues: "ab": must be a list of states');
    await expect(network.sweep(-1)).rejects.toThrow("sweeps: -1: must be a whole number, 0 or more");
    expect(() => network.cue(2, 0.1)).toThrow("pattern: 2: must be a whole number, 0 to 1");
    expect(() => network.cue(0, 1.5)).toThrow("share: 1.5: must be 0 to 1");
    network.destroy();
  });
});
