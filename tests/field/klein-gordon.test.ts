import { describe, expect, test } from "vitest";
import { FieldSimulation } from "../../src/field/simulation.ts";
import type { KleinGordonSpec } from "../../src/field/spec.ts";

const SIZE = 64;
/** Spacing 1. */
const LATTICE = { model: "klein-gordon", sizes: [SIZE, SIZE], length: SIZE, speed: 1, mass: 0.3, dt: 0.1 } as const;

const wave = (mode: readonly number[], place: number) => (2 * Math.PI * mode[place]) / SIZE;

/** Angular frequency of a mode of the lattice in continuous time. */
function omega(mode: readonly number[]): number {
  const sines = mode.map((_, axis) => Math.sin(wave(mode, axis) / 2) ** 2);
  return Math.sqrt(LATTICE.mass ** 2 + 4 * LATTICE.speed ** 2 * sines.reduce((a, b) => a + b, 0));
}

function plane(mode: readonly number[]): Float64Array {
  return Float64Array.from({ length: SIZE * SIZE }, (_, i) => Math.cos(wave(mode, 0) * Math.floor(i / SIZE) + wave(mode, 1) * (i % SIZE)));
}

/** Angular frequency of a cosine sampled every `dt`, from its zeros, between which it is interpolated by arcs. */
function measured(values: readonly number[], dt: number): number {
  const zeros: number[] = [];
  for (let k = 1; k < values.length; k++) {
    const [a, b] = [values[k - 1], values[k]];
    if (a > 0 === b > 0) continue;
    zeros.push((k - 1 + a / (a - b)) * dt);
  }
  return (Math.PI * (zeros.length - 1)) / (zeros[zeros.length - 1] - zeros[0]);
}

test.each(["cpu", "software"] as const)("dispersion of a 64 x 64 lattice, on %s", async (adapter) => {
  const modes = [
    [0, 0],
    [1, 0],
    [3, 5],
    [8, 8],
    [16, 16],
  ];
  const values = modes.map(plane);
  const initial = {
    phi: Float64Array.from({ length: modes.length * SIZE * SIZE }, (_, i) => values[Math.floor(i / SIZE ** 2)][i % SIZE ** 2]),
  };
  const field = await FieldSimulation.create({ ...LATTICE, batch: modes.length, initial }, { adapter, record: { every: 1 } });
  await field.advance(adapter === "cpu" ? 2000 : 600);
  const { values: frames } = await field.frames();
  for (const [n, mode] of modes.entries()) {
    // The place 0: every mode is at its crest there.
    const wanted = (2 / LATTICE.dt) * Math.asin((omega(mode) * LATTICE.dt) / 2);
    const found = measured(
      frames.map((frame) => frame[n * SIZE * SIZE]),
      LATTICE.dt,
    );
    expect(Math.abs(found / wanted - 1), `mode ${mode}`).toBeLessThan(1e-4);
  }
  field.destroy();
});

/** Mean of |phi_k|^2 of a real line of points, k = 0 ... n / 2, normalised so that white noise of variance v has v. */
function spectrum(values: ArrayLike<number>, at: number, size: number, into: Float64Array): void {
  for (let k = 0; k < into.length; k++) {
    let [re, im] = [0, 0];
    for (let x = 0; x < size; x++) {
      const angle = (2 * Math.PI * k * x) / size;
      re += values[at + x] * Math.cos(angle);
      im += values[at + x] * Math.sin(angle);
    }
    into[k] += (re * re + im * im) / size;
  }
}

/** Slope of log y over log x by least squares. */
function logSlope(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [x.map(Math.log), y.map(Math.log)];
  const [ma, mb] = [a, b].map((list) => list.reduce((sum, v) => sum + v, 0) / list.length);
  return a.reduce((sum, v, i) => sum + (v - ma) * (b[i] - mb), 0) / a.reduce((sum, v) => sum + (v - ma) ** 2, 0);
}

describe("damping, noise and input", () => {
  test("equipartition: P(k) of the lattice with white noise falls as 1 / omega_k^2", async () => {
    const [size, batch, spacing] = [64, 200, 0.5];
    const spec = { model: "klein-gordon", sizes: [size], length: size * spacing, speed: 1, mass: 0.4, damping: 0.25, noise: 0.7 } as const;
    const field = await FieldSimulation.create({ ...spec, dt: 0.1, batch, seed: 5 }, { adapter: "cpu" });
    const power = new Float64Array(size / 2 + 1);
    const samples = 60;
    await field.run(40);
    for (let n = 0; n < samples; n++) {
      await field.run(6);
      const phi = await field.read();
      for (let b = 0; b < batch; b++) spectrum(phi, b * size, size, power);
    }
    const omegas = Array.from(power, (_, k) =>
      Math.sqrt(spec.mass ** 2 + ((2 * spec.speed) / spacing) ** 2 * Math.sin((Math.PI * k) / size) ** 2),
    );
    const means = Array.from(power, (p) => p / samples / batch);
    // omega reaches from 0.4 to 4: P falls a hundredfold.
    expect(Math.abs(logSlope(omegas, means) / -2 - 1)).toBeLessThan(0.05);
    // And its height: noise^2 / (4 damping omega^2 spacing), with what a step of leapfrog adds.
    for (const [k, omega] of omegas.entries()) {
      const exact = spec.noise ** 2 / (4 * spec.damping * omega ** 2 * spacing * (1 - (omega * 0.1) ** 2 / 4));
      expect(means[k] / exact, `mode ${k}`).toBeGreaterThan(0.93);
      expect(means[k] / exact, `mode ${k}`).toBeLessThan(1.07);
    }
    field.destroy();
  });

  test("noise is a function of seed, number of the field and step, and white in the batch", async () => {
    const spec: KleinGordonSpec = {
      model: "klein-gordon",
      sizes: [10, 7],
      length: 1,
      dt: 0.01,
      speed: 1,
      mass: 1,
      noise: 1,
      batch: 2,
      seed: 3,
    };
    const run = async (over: Partial<KleinGordonSpec>, adapter: "cpu" | "software", parts: readonly number[]) => {
      const field = await FieldSimulation.create({ ...spec, ...over }, { adapter });
      for (const steps of parts) await field.advance(steps);
      const phi = await field.read();
      field.destroy();
      return phi;
    };
    const once = await run({}, "cpu", [6]);
    expect(await run({}, "cpu", [1, 2, 3])).toEqual(once);
    // SwiftShader neither fuses nor reorders.
    const software = await run({}, "software", [6]);
    for (const [i, value] of software.entries()) expect(value).toBeCloseTo(once[i], 5);
    expect(await run({ seed: 4 }, "cpu", [6])).not.toEqual(once);
    expect(once.slice(0, 70)).not.toEqual(once.slice(70));
  });

  test("a damped mode decays by exp(-gamma t), and an input moves the rest to input / mass^2", async () => {
    const spec = { model: "klein-gordon", sizes: [32], length: 32, dt: 0.05, speed: 1, mass: 0.5, damping: 0.2 } as const;
    const still = await FieldSimulation.create({ ...spec, input: { phi: 0.3 } }, { adapter: "cpu" });
    await still.run(80);
    for (const value of await still.read()) expect(value).toBeCloseTo(0.3 / 0.25, 4);
    const cosine = Array.from({ length: 32 }, (_, p) => Math.cos((2 * Math.PI * 3 * p) / 32));
    const field = await FieldSimulation.create({ ...spec, initial: { phi: cosine } }, { adapter: "cpu", record: { every: 1 } });
    await field.run(20);
    const { values, times } = await field.frames();
    const omega = Math.sqrt(0.25 + 4 * Math.sin((Math.PI * 3) / 32) ** 2 - 0.04);
    for (const [n, frame] of values.entries()) {
      const exact = Math.exp(-0.2 * times[n]) * (Math.cos(omega * times[n]) + (0.2 / omega) * Math.sin(omega * times[n]));
      expect(frame[0]).toBeCloseTo(exact, 3);
    }
    for (const simulation of [still, field]) simulation.destroy();
  });

  test("a first velocity is that at the time of phi", async () => {
    const spec = { model: "klein-gordon", sizes: [8], length: 8, dt: 0.05, speed: 1, mass: 2 } as const;
    const field = await FieldSimulation.create({ ...spec, initial: { phi: 1, velocity: 1.5 } }, { adapter: "cpu" });
    await field.run(1);
    // Second order: a velocity half a step off would be wrong by 0.1.
    expect((await field.read())[3]).toBeCloseTo(Math.cos(2) + 0.75 * Math.sin(2), 2.5);
    await field.set({ phi: 1, velocity: 1.5 });
    await field.run(1);
    expect((await field.read())[3]).toBeCloseTo(Math.cos(2) + 0.75 * Math.sin(2), 2.5);
    field.destroy();
  });
});
