/** Ensembles: the same bits however they are run, changes while they go on, systems that fail, texts that are wrong. */
import { expect, test } from "vitest";
import { ShaderError, StateDivergedError } from "../../src/errors.ts";
import { compileEnsemble } from "../../src/flow/compile.ts";
import { Ensemble } from "../../src/flow/ensemble.ts";
import type { EnsembleSpec } from "../../src/flow/spec.ts";
import { brownian, explosive, lagged, oscillator, ran } from "./flows.ts";

const RUNS: readonly (readonly [string, EnsembleSpec])[] = [
  ["rk4 with tangents", { flow: "lorenz", systems: 5, tangents: { count: 2, every: 7 } }],
  ["heun, a parameter each", { flow: "chua", systems: 5, integrator: "heun", parameters: { alpha: [15, 15.3, 15.5, 15.55, 15.6] } }],
  ["dormand-prince", { flow: "rossler", systems: 5, integrator: "dormand-prince", dt: 0.2, initial: { x: [1, 2, 3, 4, 5] } }],
  ["milstein", { flow: brownian, systems: 5, integrator: "milstein", dt: 0.01, brownianParts: 2 }],
  ["delay", { flow: "mackey_glass", systems: 5, history: { x: (t, i) => 1 + 0.1 * i + 0.2 * Math.sin(t) } }],
];

test.each(RUNS)("%s: the same bits however the time is cut", async (_, spec) => {
  const dt = compileEnsemble(spec).dt;
  const once = await ran(spec, [77 * dt], "cpu", 3);
  const cut = await ran(spec, [1 * dt, 39 * dt, 0, 2 * dt, 35 * dt], "cpu", 3);
  expect(once.frames.length).toBeGreaterThan(100);
  expect(cut).toEqual(once);
});

test.each(RUNS)("%s: cpu and software", async (name, spec) => {
  const dt = compileEnsemble(spec).dt;
  const [cpu, software] = [await ran(spec, [40 * dt], "cpu", 4), await ran(spec, [40 * dt], "software", 4)];
  const exact = !["dormand-prince", "delay"].includes(name);
  cpu.frames.forEach((x, k) => {
    if (exact) expect(software.frames[k]).toBe(x);
    else expect(Math.abs(software.frames[k]! - x)).toBeLessThan(1e-4 * Math.max(1, Math.abs(x)));
  });
});

test("systems know nothing of one another: noise and result hang on the index alone", async () => {
  const few = await ran({ flow: brownian, systems: 3, dt: 0.01, seed: 9 }, [0.5]);
  const many = await ran({ flow: brownian, systems: 500, dt: 0.01, seed: 9 }, [0.5]);
  expect(many.values.slice(0, 3)).toEqual(few.values);
  expect((await ran({ flow: brownian, systems: 3, dt: 0.01, seed: 10 }, [0.5])).values).not.toEqual(few.values);
});

test("set goes on with other parameters, states and pasts", async () => {
  const made = await Ensemble.create({ flow: oscillator, systems: 2, dt: 0.1, parameters: { omega: [1, 2] } }, { adapter: "cpu" });
  await made.run(1);
  await made.set({ state: { x: [1, 0], y: 0 }, parameters: { omega: [0, 1] } });
  await made.run(1);
  expect([...(await made.read("x"))]).toEqual([1, 0]);
  expect(made.time).toBeCloseTo(2);
  made.destroy();
  const own = await Ensemble.create({ flow: oscillator, dt: 0.1, integrator: "dormand-prince" }, { adapter: "cpu" });
  await own.run(1.3);
  await own.set({ state: { x: 1, y: 0 } });
  await own.run(0.7);
  expect((await own.read("x"))[0]).toBeCloseTo(Math.cos(0.7), 4);
  own.destroy();
  const delayed = await Ensemble.create({ flow: lagged, dt: Math.PI / 40, history: { x: 5 } }, { adapter: "cpu" });
  await delayed.run((7 * Math.PI) / 40);
  await delayed.set({ history: { x: Math.cos } });
  await delayed.run(Math.PI);
  expect((await delayed.read())[0]).toBeCloseTo(-1, 5);
  delayed.destroy();
});

test.each(["rk4", "dormand-prince"] as const)(
  "%s: the first system that is not finite any more is named, with its time; set heals it",
  async (integrator) => {
    const ensemble = await Ensemble.create(
      { flow: explosive, dt: 0.01, systems: 4, integrator, initial: { x: [0.1, 0.5, 1, 0.9] } },
      { adapter: "cpu" },
    );
    const error = await ensemble.run(3).catch((reason) => reason);
    expect(error).toBeInstanceOf(StateDivergedError);
    expect(error).toMatchObject({ model: "explosive", system: 2 });
    // 1 / (1 - t)
    expect(Math.abs(error.time - 1)).toBeLessThan(0.05);
    await ensemble.set({ state: { x: 0.1 } });
    await ensemble.run(0.5);
    ensemble.destroy();
  },
);

test("Dormand and Prince's method: a system that failed and is set goes on from now with the others, and has no frames of the time between", async () => {
  const ensemble = await Ensemble.create(
    { flow: explosive, dt: 0.25, systems: 2, integrator: "dormand-prince", initial: { x: [0.1, 1] } },
    { adapter: "cpu", record: { every: 1 } },
  );
  // 1 / (1 - t) at time 1; the run is asked to go to 4.
  await expect(ensemble.run(4)).rejects.toThrow(StateDivergedError);
  const left = 4 - ensemble.time;
  const steps = Math.round(ensemble.time / 0.25);
  await ensemble.set({ state: { x: [0.1, 0.1] } });
  await ensemble.run(left);
  await ensemble.run(1);
  const [one, other] = await ensemble.read();
  expect(other).toBe(one);
  expect(one).toBeCloseTo(0.1 / (1 - 0.1 * (left + 1)), 5);
  const { values } = await ensemble.frames();
  values.forEach((frame, k) => {
    if (k < 3) expect(frame[1]).toBeCloseTo(1 / (1 - 0.25 * (k + 1)), 2);
    else if (k >= steps) expect(frame[1]).toBe(frame[0]);
    else if (k > 3) expect(frame[1]).toBeNaN();
  });
  expect(values.length).toBe(20);
  expect(steps).toBeGreaterThan(4);
  ensemble.destroy();
});

test("Dormand and Prince's method: set between two frames leaves the next frame where it was", async () => {
  const ensemble = await Ensemble.create(
    { flow: explosive, dt: 0.25, integrator: "dormand-prince", initial: { x: 0.1 } },
    { adapter: "cpu", record: { every: 2 } },
  );
  await ensemble.run(0.75);
  await ensemble.set({ state: { x: 0.2 } });
  await ensemble.run(0.75);
  const { times, values } = await ensemble.frames();
  expect(Array.from(times)).toEqual([0.5, 1, 1.5]);
  expect(values[1]![0]).toBeCloseTo(0.2 / (1 - 0.2 * 0.25), 4);
  expect(values[2]![0]).toBeCloseTo(0.2 / (1 - 0.2 * 0.75), 4);
  ensemble.destroy();
});

test.each(["cpu", "software"] as const)(
  "%s: a slope that is no number from the beginning ends with an error, steps of its own or not",
  async (adapter) => {
    const flow = { ...oscillator, wgsl: oscillator.wgsl.replace("p.omega * s.y", "s.y / (p.omega - 1.0)") };
    for (const integrator of ["rk4", "dormand-prince"] as const) {
      const ensemble = await Ensemble.create({ flow, dt: 0.1, integrator }, { adapter });
      await expect(ensemble.run(1)).rejects.toMatchObject({ model: "oscillator", system: 0, time: 0.1 });
      ensemble.destroy();
    }
  },
);

test("exponents of a system that is set after it failed are numbers again", async () => {
  const initial = { x: [1, 1e30] };
  const ensemble = await Ensemble.create({ flow: "lorenz", systems: 2, initial, tangents: { count: 2 } }, { adapter: "cpu" });
  await expect(ensemble.run(1)).rejects.toMatchObject({ system: 1 });
  await ensemble.set({ state: { x: 1, y: [1, 2], z: 20 } });
  ensemble.restartExponents();
  await ensemble.run(20);
  const exponents = await ensemble.exponents();
  expect(exponents[0]! / 0.9).toBeCloseTo(1, 0);
  expect(exponents[1]! / 0.9).toBeCloseTo(1, 0);
  ensemble.destroy();
});

test("the tangents of the systems beside one that failed stay what they are", async () => {
  const spec = { flow: "lorenz", systems: 2, tangents: { count: 2 } } as const;
  const failing = await Ensemble.create({ ...spec, initial: { x: [1, 1e30] } }, { adapter: "cpu" });
  const sound = await Ensemble.create({ ...spec, initial: { x: [1, 1] } }, { adapter: "cpu" });
  await expect(failing.run(1)).rejects.toMatchObject({ system: 1 });
  await sound.run(failing.time);
  const exponents: number[] = [];
  for (const ensemble of [failing, sound]) {
    await ensemble.set({ state: { x: 1, y: 1, z: 20 } });
    ensemble.restartExponents();
    await ensemble.run(1);
    exponents.push((await ensemble.exponents())[0]!);
    ensemble.destroy();
  }
  expect(exponents[0]).toBe(exponents[1]);
});

test.each(["cpu", "software"] as const)("%s: a text that is wrong is refused at its author's line", async (adapter) => {
  const flow = { ...oscillator, wgsl: oscillator.wgsl.replace("-p.omega", "-p.omga") };
  const error = await Ensemble.create({ flow, dt: 0.1 }, { adapter }).catch((reason) => reason);
  expect(error).toBeInstanceOf(ShaderError);
  expect(error.message).toMatch(/^oscillator\.wgsl:3:/);
});

test("a text's own names do not meet the kernel's", async () => {
  const wgsl = oscillator.wgsl
    .replace("p.omega * s.y", "axpy(p.omega, s.y)")
    .concat("\nfn axpy(state: f32, each: f32) -> f32 { return state * each; }");
  const plain = await ran({ flow: oscillator, dt: 0.1 }, [1]);
  for (const adapter of ["cpu", "software"] as const)
    expect((await ran({ flow: { ...oscillator, wgsl }, dt: 0.1 }, [1], adapter)).values).toEqual(plain.values);
});
