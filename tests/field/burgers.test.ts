import { describe, expect, test } from "vitest";
import { compileField } from "../../src/field/compile.ts";
import { FieldSimulation, fieldProgram } from "../../src/field/simulation.ts";
import type { BurgersSpec } from "../../src/field/spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";

const VISCOSITY = 0.1;
const PERIOD = 2 * Math.PI;
const AMPLITUDES = [1, 2.5];
/** Without it u is odd, and all real parts of its spectrum are 0. */
const PHASE = 0.7;

/** Modified Bessel functions of the first kind, I_n(z) for n below `count`, by their series. */
function bessel(z: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => {
    let term = 1;
    for (let k = 1; k <= n; k++) term *= z / 2 / k;
    let sum = term;
    for (let k = 1; Math.abs(term) > 1e-20 * sum; k++) {
      term *= (z * z) / 4 / k / (n + k);
      sum += term;
    }
    return sum;
  });
}

/** u from amplitude sin x after `t`, by Cole and Hopf's transformation: u = -2 nu phi_x / phi, where phi obeys the heat equation. */
function coleHopf(amplitude: number, x: number, t: number): number {
  const weights = bessel(amplitude / (2 * VISCOSITY), 60).map((value, n) => value * Math.exp(-VISCOSITY * n * n * t));
  const phi = weights[0] + 2 * weights.slice(1).reduce((sum, w, k) => sum + w * Math.cos((k + 1) * x), 0);
  const slope = -2 * weights.slice(1).reduce((sum, w, k) => sum + w * (k + 1) * Math.sin((k + 1) * x), 0);
  return (-2 * VISCOSITY * slope) / phi;
}

const spec = (size: number, dt: number): BurgersSpec => ({
  model: "burgers",
  viscosity: VISCOSITY,
  sizes: [size],
  length: PERIOD,
  dt,
  batch: AMPLITUDES.length,
  initial: { u: AMPLITUDES.flatMap((a) => Array.from({ length: size }, (_, p) => a * Math.sin((PERIOD * p) / size + PHASE))) },
});

/** Relative L2 distance from Cole and Hopf's solution of each of the batch. */
function errors(values: ArrayLike<number>, size: number, t: number): number[] {
  return AMPLITUDES.map((amplitude, b) => {
    let [difference, norm] = [0, 0];
    for (let p = 0; p < size; p++) {
      const exact = coleHopf(amplitude, (PERIOD * p) / size + PHASE, t);
      difference += (values[b * size + p] - exact) ** 2;
      norm += exact ** 2;
    }
    return Math.sqrt(difference / norm);
  });
}

describe("viscous Burgers against Cole and Hopf", () => {
  test.each([
    ["cpu", 256],
    ["software", 256],
    // Bluestein's way, and an odd number of points.
    ["cpu", 251],
  ] as const)("on %s, %d points", async (adapter, size) => {
    const field = await FieldSimulation.create(spec(size, 0.02), { adapter });
    for (const t of [1, 2]) {
      await field.run(1);
      for (const error of errors(await field.read(), size, t)) expect(error).toBeLessThan(1e-5);
    }
    field.destroy();
  });

  test("in float64 the error falls as that of a method of fourth order with a stiff part", async () => {
    const found: number[] = [];
    for (const dt of [0.05, 0.025, 0.0125]) {
      const compiled = compileField(spec(512, dt));
      const program = new CpuProgram(fieldProgram(compiled), "f64");
      await program.run("step", Math.round(1 / dt));
      found.push(errors(program.view("field u"), 512, 1)[1]);
    }
    expect(found[2]).toBeLessThan(1e-6);
    for (const k of [1, 2]) expect(Math.log2(found[k - 1] / found[k])).toBeGreaterThan(3.2);
  });

  test("an input that holds up a wave does so, and a uniform one lifts the mean by itself times t", async () => {
    const [size, a, lift] = [64, 0.5, 0.3];
    const x = Array.from({ length: size }, (_, p) => (PERIOD * p) / size + PHASE);
    const wave = x.map((angle) => a * Math.sin(angle));
    // u u_x - nu u_xx of the wave.
    const held = x.map((angle) => a * a * Math.sin(angle) * Math.cos(angle) + VISCOSITY * a * Math.sin(angle));
    const uniform = x.map(() => lift);
    const field = await FieldSimulation.create(
      {
        ...{ model: "burgers", viscosity: VISCOSITY, sizes: [size], length: PERIOD, dt: 0.05, batch: 2 },
        ...{ initial: { u: [...wave, ...uniform] }, input: { u: [...held, ...uniform] } },
      },
      { adapter: "cpu" },
    );
    await field.run(2);
    const u = await field.read();
    for (let p = 0; p < size; p++) {
      expect(u[p]).toBeCloseTo(wave[p], 5);
      expect(u[size + p]).toBeCloseTo(3 * lift, 5);
    }
    field.destroy();
  });
});
