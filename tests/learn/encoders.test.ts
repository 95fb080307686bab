/** What encoders make of pixels: frequencies of drawn spikes, times of single ones, numbers as they are. */
import { describe, expect, it, test } from "vitest";
import { packed } from "../../src/learn/data.ts";
import { type EncoderSpec, encode, encodedSteps, levelsOf } from "../../src/learn/encoders.ts";
import type { BatchPart } from "../../src/twins/lib/batch.ts";
import { CLOCK_WORDS, Clock } from "../../src/twins/lib/batch.ts";

/** Encodes examples 0, 1 ... of `pixels` in one batch. */
function encoded(spec: EncoderSpec, steps: number, pixels: Uint8Array, features: number, seed = 5, epoch = 0): Float32Array {
  const count = pixels.length / features;
  const part: BatchPart = { whole: count, batch: count, first: 0 };
  const held = encodedSteps(spec, steps);
  const output = { name: "input", steps: held, batch: count, shape: [features], features, grad: undefined };
  const { kernel, shape, bindings } = encode(spec, "train", part, seed, output);
  const clock = new Uint32Array(CLOCK_WORDS);
  clock[Clock.examples] = count;
  clock[Clock.epoch] = epoch;
  const buffers: Record<string, unknown> = {
    clock,
    "train.order": Uint32Array.from({ length: count }, (_, i) => i),
    "train.pixels": packed(pixels),
    levels: levelsOf(spec, steps),
    input: new Float32Array(held * count * features).fill(Number.NaN),
  };
  (kernel.twin as (...args: unknown[]) => void)(shape, ...Object.values(bindings).map((name) => buffers[name]));
  return buffers.input as Float32Array;
}

const every = Uint8Array.from({ length: 256 }, (_, value) => value);

test("Bernoulli: each value's frequency is its level, in every step anew", () => {
  const spec: EncoderSpec = { encoder: "bernoulli", mean: 0.286, std: 0.353 };
  const [steps, rounds] = [8, 60];
  const counts = new Float64Array(256);
  const changed = [0, 0];
  for (let epoch = 0; epoch < rounds; epoch++) {
    const spikes = encoded(spec, steps, every, 256, 5, epoch);
    spikes.forEach((spike, i) => {
      expect(spike === 0 || spike === 1).toBe(true);
      counts[i % 256] += spike;
      if (i >= 256 && i % 256 > 200) changed[Number(spike !== spikes[i - 256])]++;
    });
  }
  // arXiv 2602.11206: half the normalised pixel, clipped.
  let chi = 0;
  let drawn = 0;
  for (let value = 0; value < 256; value++) {
    const level = 0.5 * Math.min(1, Math.max(0, (value / 255 - 0.286) / 0.353));
    expect(levelsOf(spec, steps)[value]).toBeCloseTo(level, 7);
    const n = steps * rounds;
    if (level === 0) expect(counts[value]).toBe(0);
    else {
      chi += (counts[value] - n * level) ** 2 / (n * level * (1 - level));
      drawn++;
    }
  }
  // Mean `drawn`, deviation sqrt(2 drawn): five of them.
  expect(Math.abs(chi - drawn)).toBeLessThan(5 * Math.sqrt(2 * drawn));
  // At one half a spike differs from the one before as often as not.
  expect(changed[1] / (changed[0] + changed[1])).toBeCloseTo(0.5, 1);
});

test("Bernoulli: gain 1 gives all of the clipped pixel; other seeds and epochs draw anew", () => {
  const spec: EncoderSpec = { encoder: "bernoulli", mean: 0, std: 1, gain: 1 };
  const first = encoded(spec, 2, every, 256);
  expect([first[255], first[511], first[0]]).toEqual([1, 1, 0]);
  expect(encoded(spec, 2, every, 256)).toEqual(first);
  expect(encoded(spec, 2, every, 256, 6)).not.toEqual(first);
  expect(encoded(spec, 2, every, 256, 5, 1)).not.toEqual(first);
});

test("constant: the normalised pixel, once for all steps", () => {
  const got = encoded({ encoder: "constant", mean: 0.1307, std: 0.3081 }, 25, every, 64);
  expect(got.length).toBe(256);
  for (let value = 0; value < 256; value++) expect(got[value]).toBeCloseTo((value / 255 - 0.1307) / 0.3081, 6);
});

describe("latency", () => {
  /** The step of the only spike of each value, or -1. */
  const stepsOf = (spec: EncoderSpec, steps: number) => {
    const got = encoded(spec, steps, every, 256);
    return Array.from(every, (value) => {
      const train = Array.from({ length: steps }, (_, t) => got[t * 256 + value]);
      expect(train.every((spike) => spike === 0 || spike === 1)).toBe(true);
      expect(train.filter((spike) => spike === 1).length).toBeLessThanOrEqual(1);
      return train.indexOf(1);
    });
  };

  it("linear: snnTorch's own example, [0.02, 0.5, 1] in five steps", () => {
    const steps = stepsOf({ encoder: "latency", mean: 0, std: 1, form: "linear" }, 5);
    expect([steps[5], steps[128], steps[255]]).toEqual([4, 2, 0]);
    expect([steps[0], steps[2], steps[3]]).toEqual([-1, -1, 4]);
  });

  it("log: tau ln(x / (x - threshold)), normalised to the last step", () => {
    const [steps, threshold] = [100, 0.01];
    const got = stepsOf({ encoder: "latency", mean: 0, std: 1 }, steps);
    const longest = Math.log((threshold + 1e-7) / 1e-7);
    every.forEach((value) => {
      const x = value / 255;
      const wanted = x < threshold ? -1 : Math.round((Math.log(x / (x - threshold)) * (steps - 1)) / longest);
      expect(got[value], `value ${value}`).toBe(wanted);
    });
    expect(got[3]).toBeGreaterThan(got[4]);
  });

  it("without clipping, what is below the threshold comes last", () => {
    for (const form of ["log", "linear"] as const) {
      const got = stepsOf({ encoder: "latency", mean: 0, std: 1, form, clip: false, threshold: 0.2 }, 7);
      expect(got[0]).toBe(got[50]);
      expect(got[0]).toBe(form === "log" ? 6 : 5);
      expect(got[255]).toBe(0);
    }
  });
});
