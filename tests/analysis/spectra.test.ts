/** Cross-spectra, power spectra and covariance against scipy 1.17 and numpy 2.4. */
import { describe, expect, it, test } from "vitest";
import { covariance } from "../../src/analysis/covariance.ts";
import { type CrossOptions, crossSpectra, crossSpectraStages, readCrossSpectra, restartCrossSpectra } from "../../src/analysis/cross.ts";
import { type PowerOptions, powerSpectrum, powerSpectrumStages, readPowerSpectrum } from "../../src/analysis/power.ts";
import type { Buffers } from "../../src/plan/program.ts";
import { executeProgram } from "../../src/plan/program-target.ts";

const CHANNELS = 3;
const DT = 0.1;
const SERIES = Float32Array.from({ length: 500 * CHANNELS }, (_, i) => {
  const [t, c] = [Math.floor(i / CHANNELS), i % CHANNELS];
  return Math.sin(0.3 * t + c) + 0.5 * Math.sin(0.011 * t * t + 2 * c) + 3 + c;
});

const close = (found: ArrayLike<number>, expected: readonly number[], share = 2e-6) => {
  const most = Math.max(...expected.map(Math.abs));
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(found[i] - expected[i]) / most, `[${i}]`).toBeLessThan(share);
};

describe.each(["cpu", "software"] as const)("%s", (adapter) => {
  it("welch: overlapping segments, Hann's window, density", async () => {
    const { frequencies, power, segments } = await powerSpectrum(SERIES, { samples: 60, hop: 40, channels: CHANNELS, dt: DT, adapter });
    expect([segments, frequencies.length]).toEqual([12, 31]);
    expect(frequencies[3]).toBeCloseTo(0.5, 12);
    const rows = [0, 1, 3, 30].flatMap((bin) => [...power.subarray(bin * CHANNELS, (bin + 1) * CHANNELS)]);
    close(
      rows,
      [
        0.0057960691, 0.006195445, 0.011770255, 0.023827233, 0.0090313711, 0.0099159033, 2.0115228, 1.8740162, 2.0616457, 0.028444271,
        0.031830348, 0.0047353137,
      ],
    );
  });

  it("welch: an odd number of samples, no window, the mean left in, spectrum", async () => {
    const spec = { samples: 45, channels: CHANNELS, dt: DT, window: "boxcar", detrend: false, scaling: "spectrum", adapter } as const;
    const { power } = await powerSpectrum(SERIES, spec);
    const rows = [0, 2, 22].flatMap((bin) => [...power.subarray(bin * CHANNELS, (bin + 1) * CHANNELS)]);
    close(rows, [9.207682, 15.94974, 24.792694, 0.46042213, 0.46330187, 0.50054928, 0.0081368503, 0.0085419506, 0.0018144695]);
  });

  it("csd: C_ij is that of channels j and i, two-sided", async () => {
    const spec = { samples: 60, hop: 40, channels: CHANNELS, bins: [3, 7], dt: DT, adapter };
    const found = await crossSpectra(SERIES, spec);
    expect(found.frequencies).toEqual([0.5, 7 / 6]);
    const [first, second] = [found.at(0), found.at(1)];
    close(first.re, [1.0057614, 0.49762028, -0.42137833, 0.49762028, 0.93700812, 0.54213663, -0.42137833, 0.54213663, 1.0308229]);
    close(first.im, [0, -0.81770511, -0.91882014, 0.81770511, 0, -0.80257355, 0.91882014, 0.80257355, 0]);
    close(
      second.re,
      [0.01154717, -0.0047869949, -0.0076223591, -0.0047869949, 0.011609368, -0.0047672827, -0.0076223591, -0.0047672827, 0.011573846],
      1e-4,
    );
    close(second.im, [0, -0.0084316466, 0.0068465804, 0.0084316466, 0, -0.0084440219, -0.0068465804, 0.0084440219, 0], 1e-4);
  });

  it("covariance: mean and numpy.cov, also far from 0", async () => {
    const expected = [0.63549572, 0.20786065, -0.29699037, 0.20786065, 0.61751884, 0.23075092, -0.29699037, 0.23075092, 0.63934083];
    const near = await covariance(SERIES, { channels: CHANNELS, adapter });
    close(near.covariance, expected, 2e-6);
    close(near.mean, [3.0239386, 3.98839, 4.9813903], 1e-6);
    // Rounded to 1/1024 by the shift itself: without the origin taken off nothing would be left.
    const far = await covariance(
      SERIES.map((value) => value + 8192),
      { channels: CHANNELS, adapter },
    );
    close(far.covariance, expected, 1e-3);
    expect(far.rows).toBe(500);
  });
});

it("a push of several segments adds what as many pushes of one add, and a restart forgets", async () => {
  const buffers: Buffers = { one: { type: "f32", length: 60 * CHANNELS }, four: { type: "f32", length: 180 * CHANNELS } };
  const spec = { samples: 60, hop: 40, channels: CHANNELS, bins: [1, 3, 30] };
  const many = { ...spec, segments: 4 };
  const single = crossSpectraStages("one", spec, "one x", buffers, { input: "one" });
  const together = crossSpectraStages("four", many, "four x", buffers, { input: "four" });
  const power = powerSpectrumStages("power", many, "p", buffers, { input: "four" });
  const sequences = { one: single.push, four: together.push, power: power.push };
  const executor = await executeProgram({ buffers, sequences }, "cpu");
  executor.write("four", SERIES.subarray(0, 180 * CHANNELS));
  await executor.run("power", 2);
  await executor.run("four");
  restartCrossSpectra(executor, many, together.names);
  await expect(readCrossSpectra(executor, many, together.names, { dt: DT })).rejects.toThrow(
    'cross-spectra: "0 segments": nothing was pushed yet',
  );
  await executor.run("four");
  for (let s = 0; s < 4; s++) {
    executor.write("one", SERIES.subarray(40 * s * CHANNELS, (40 * s + 60) * CHANNELS));
    await executor.run("one");
  }
  const a = await readCrossSpectra(executor, spec, single.names, { dt: DT });
  const b = await readCrossSpectra(executor, many, together.names, { dt: DT });
  const p = await readPowerSpectrum(executor, many, power.names, { dt: DT });
  expect([a.segments, b.segments, p.segments]).toEqual([4, 4, 8]);
  for (let f = 0; f < 3; f++) {
    close(b.at(f).re, [...a.at(f).re]);
    if (f < 2) close(b.at(f).im, [...a.at(f).im]);
  }
  // The last bin of an even number of samples is not doubled.
  expect(p.power[30 * CHANNELS]).toBeCloseTo(a.at(2).re[0], 7);
  expect(p.power[3 * CHANNELS]).toBeCloseTo(2 * a.at(1).re[0], 6);
  executor.destroy();
});

test.each([
  [{ samples: 1 }, "powerSpectrum.samples: 1: must be an integer of 2 or more"],
  [{ samples: 501 }, "series: array of 1500: must have 501 rows of 3 or more"],
  [{ channels: 7 }, "series: array of 1500: must be rows of 7 numbers"],
  [{ hop: 0 }, "powerSpectrum.hop: 0: must be an integer of 1 or more"],
  [{ window: "hamming" }, 'powerSpectrum.window: "hamming": give one of hann, boxcar'],
  [{ detrend: "linear" }, 'powerSpectrum.detrend: "linear": must be true or false'],
  [{ scaling: "power" }, 'scaling: "power": give one of density, spectrum'],
  [{ dt: 0 }, "dt: 0: must be a finite number above 0"],
])("bad input: power spectrum of %j", async (wrong, message) => {
  const options = { samples: 60, channels: CHANNELS, dt: DT, adapter: "cpu", ...wrong } as PowerOptions;
  await expect(powerSpectrum(SERIES, options)).rejects.toThrow(message);
});

test.each([
  [{ bins: [] }, "crossSpectra.bins: []: give a list of bins"],
  [{ bins: [31] }, "crossSpectra.bins[0]: 31: 60 samples have the bins 0 to 30"],
  [{ bins: [1, 0.5] }, "crossSpectra.bins[1]: 0.5: must be an integer of 0 or more"],
  [{ channels: 2 ** 16, samples: 2 ** 16 }, "numbers; 1073741824 at most: push fewer at once"],
])("bad input: cross-spectra of %j", async (wrong, message) => {
  const options = { samples: 60, channels: CHANNELS, bins: [1], dt: DT, adapter: "cpu", ...wrong } as CrossOptions;
  await expect(crossSpectra(SERIES, options)).rejects.toThrow(message);
});

test("bad input: a series that is not finite, or too short for a covariance", async () => {
  const bad = SERIES.slice();
  bad[7] = Number.NaN;
  await expect(powerSpectrum(bad, { samples: 60, channels: CHANNELS, dt: DT })).rejects.toThrow("series[7]: NaN: must be finite");
  await expect(covariance(SERIES.subarray(0, 3), { channels: 3 })).rejects.toThrow("series: array of 3: must have 2 rows of 3 or more");
  await expect(covariance([1, 2] as never, { channels: 1 })).rejects.toThrow("series: [1,2]: must be a Float32Array, row after row");
});
