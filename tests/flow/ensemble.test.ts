/** Ensembles: integrators against closed forms and scipy, the same bits however they are run, noise, exponents, texts and what is refused. */
import { describe, expect, test } from "vitest";
import { InputError, ShaderError, StateDivergedError } from "../../src/errors.ts";
import { compileEnsemble } from "../../src/flow/compile.ts";
import { Ensemble } from "../../src/flow/ensemble.ts";
import type { EnsembleSpec, FlowText, Integrator } from "../../src/flow/spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import type { AdapterChoice } from "../../src/plan/target.ts";
import { type FlowName, flows } from "../../src/twins/flow/table.ts";

const oscillator: FlowText = {
  name: "oscillator",
  wgsl: `struct Params { omega: f32 }
struct State { x: f32, y: f32 }
fn derivative(p: Params, s: State, t: f32) -> State { return State(p.omega * s.y, -p.omega * s.x); }`,
  parameters: { omega: 1 },
  initial: { x: 1, y: 0 },
};

const brownian: FlowText = {
  name: "brownian",
  wgsl: `struct Params { mu: f32, sigma: f32 }
struct State { x: f32 }
fn derivative(p: Params, s: State, t: f32) -> State { return State(p.mu * s.x); }
fn diffusion(p: Params, s: State, t: f32) -> State { return State(p.sigma * s.x); }
fn diffusion_slope(p: Params, s: State, t: f32) -> State { return State(p.sigma); }`,
  parameters: { mu: 0.5, sigma: 0.8 },
  initial: { x: 1 },
};

const lagged: FlowText = {
  name: "lagged",
  wgsl: `struct Params { rate: f32 }
struct State { x: f32 }
fn derivative(p: Params, s: State, delayed: State, t: f32) -> State { return State(-p.rate * delayed.x); }`,
  parameters: { rate: 1 },
  initial: { x: 1 },
  delay: Math.PI / 2,
};

/** The last values of a variable, and the frames where they are kept. */
async function ran(spec: EnsembleSpec, times: readonly number[], adapter: AdapterChoice = "cpu", every?: number) {
  const ensemble = await Ensemble.create(spec, { adapter, ...(every && { record: { every } }) });
  try {
    for (const time of times) await ensemble.run(time);
    const values: number[] = [];
    for (const name of ensemble.variables) values.push(...(await ensemble.read(name)));
    const frames = every ? (await ensemble.frames()).values.flatMap((frame) => [...frame]) : [];
    const exponents = spec.tangents ? [...(await ensemble.exponents())] : [];
    return { values, frames, exponents };
  } finally {
    ensemble.destroy();
  }
}

describe("integrators", () => {
  test.each([
    ["euler", 1, 0.02],
    ["heun", 2, 0.1],
    ["rk4", 4, 0.4],
  ] as const)("%s is of order %i", async (integrator, order, dt) => {
    const error = async (step: number) => {
      const { values } = await ran({ flow: oscillator, integrator, dt: step }, [4]);
      return Math.hypot(values[0]! - Math.cos(4), values[1]! + Math.sin(4));
    };
    const [coarse, fine] = [await error(dt), await error(dt / 2)];
    expect(Math.log2(coarse / fine)).toBeGreaterThan(order - 0.2);
    expect(Math.log2(coarse / fine)).toBeLessThan(order + 0.3);
  });

  test("a delay flow is integrated to order 4: x' = -x(t - pi/2) keeps a cosine", async () => {
    const error = async (steps: number) => {
      const dt = Math.PI / 2 / steps;
      const { values } = await ran({ flow: lagged, dt, history: { x: Math.cos } }, [6 * steps * dt]);
      return Math.abs(values[0]! - Math.cos(3 * Math.PI));
    };
    const [coarse, fine] = [await error(3), await error(6)];
    expect(coarse).toBeLessThan(0.05);
    expect(Math.log2(coarse / fine)).toBeGreaterThan(3.5);
  });

  test("a kink in the past costs no order: x' = -x(t - 1) after a constant is a polynomial piece by piece", async () => {
    const { frames } = await ran({ flow: { ...lagged, delay: 1 }, dt: 0.25, history: { x: 1 } }, [3], "cpu", 4);
    expect(frames[0]).toBeCloseTo(0, 6);
    expect(frames[1]).toBeCloseTo(-0.5, 6);
    expect(frames[2]).toBeCloseTo(1 - 3 + 4 / 2 - 1 / 6, 6);
  });

  test("Dormand and Prince's method: within its tolerance at every time asked for, and as close to scipy's DOP853 as its RK45", async () => {
    const omega = [0.5, 1, 5, 20];
    const spec = { flow: oscillator, integrator: "dormand-prince", dt: 0.1, systems: 4, parameters: { omega } } as const;
    const { frames } = await ran(spec, [5], "cpu", 1);
    for (let k = 0; k < 50; k++) {
      for (const [i, w] of omega.entries())
        expect(Math.abs(frames[8 * k + i]! - Math.cos(0.1 * w * (k + 1)))).toBeLessThan(2e-5 * (1 + w * 0.1 * k));
    }
    const loose = await ran({ ...spec, tolerance: { rtol: 1e-2, atol: 1e-2 } }, [5]);
    const far = Math.abs(loose.values[3]! - Math.cos(100));
    expect(far).toBeGreaterThan(1e-3);
    const lorenz = await ran({ flow: "lorenz", integrator: "dormand-prince", dt: 0.5 }, [3], "cpu", 1);
    const x = (n: number) => lorenz.frames[3 * n]!;
    for (const [n, value] of SCIPY) expect(Math.abs(x(n) - value)).toBeLessThan(1e-2);
  });

  test("Euler and Maruyama, Milstein: coarser steps of the same Brownian paths come nearer with their orders", async () => {
    const path = (integrator: Integrator, parts: number) =>
      ran({ flow: brownian, integrator, systems: 2000, dt: parts / 512, brownianParts: parts, seed: 3 }, [1]).then(({ values }) => values);
    const exact = await path("milstein", 1);
    const error = async (integrator: Integrator, parts: number) =>
      (await path(integrator, parts)).reduce((sum, x, i) => sum + Math.abs(x - exact[i]!), 0) / 2000;
    const order = async (integrator: Integrator) => Math.log2((await error(integrator, 64)) / (await error(integrator, 16))) / 2;
    expect(await order("euler-maruyama")).toBeCloseTo(0.5, 0.7);
    expect(await order("milstein")).toBeCloseTo(1, 0.7);
  });
});

/** x of Lorenz's flow from the table's state, by scipy 1.17 solve_ivp(method="DOP853", rtol=1e-12): at 0.5 (n + 1). */
const SCIPY: readonly (readonly [number, number])[] = [
  [0, -2.07783117],
  [1, -6.61846337],
  [3, 0.78473784],
  [5, -8.69178595],
];

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

describe("the table", () => {
  test.each(Object.keys(flows) as FlowName[])("%s: text and oracle agree, and the tangent is the derivative's", async (name) => {
    const { row } = flows[name];
    const spec: EnsembleSpec = { flow: name, ...(row.delay !== undefined && { history: { x: (t: number) => 1 + 0.1 * Math.sin(t) } }) };
    const make = () => compileEnsemble({ ...spec, ...(row.oracle.tangent && { tangents: { count: 1, every: 1000 } }) }).program;
    const [narrow, wide] = [new CpuProgram(make()), new CpuProgram(make(), "f64")];
    for (const program of [narrow, wide]) {
      program.write("clock", Uint32Array.of(20), 1);
      await program.run("run");
    }
    const [a, b] = [await narrow.read("state", "f32"), wide.view("state")];
    const largest = Math.max(...Array.from(b, Math.abs));
    for (let k = 0; k < a.length; k += 16) expect(Math.abs(a[k]! - b[k]!)).toBeLessThan(2e-5 * largest);
    const { derivative, tangent } = row.oracle;
    if (!tangent) return;
    const [p, s] = [Object.values<number>(row.parameters), Object.values<number>(row.initial)];
    const v = s.map((_, k) => Math.sin(k + 1));
    const h = 1e-6;
    const shifted = (by: number) =>
      derivative(
        p,
        s.map((x, k) => x + by * v[k]!),
        0.7,
        s,
      );
    const [up, down, found] = [shifted(h), shifted(-h), tangent(p, s, v, 0.7)];
    found.forEach((x, k) => expect(Math.abs(x - (up[k]! - down[k]!) / (2 * h))).toBeLessThan(1e-5 * Math.max(1, Math.abs(x))));
  });

  test("every text compiles on an adapter, and takes the same step there", async () => {
    for (const name of Object.keys(flows) as FlowName[]) {
      const history = flows[name].delayed ? { history: { x: 1.1 } } : {};
      const [cpu, software] = [
        await ran({ flow: name, ...history }, [0.1], "cpu"),
        await ran({ flow: name, ...history }, [0.1], "software"),
      ];
      cpu.values.forEach((x, k) => expect(Math.abs(software.values[k]! - x), name).toBeLessThan(1e-4 * Math.max(1, Math.abs(x))));
    }
  }, 120_000);

  test("Lorenz: the largest exponent, and the sum of all is the divergence -(sigma + 1 + beta)", async () => {
    const systems = 64;
    const initial = { x: Float64Array.from({ length: systems }, (_, i) => 1 + 0.1 * i) };
    const ensemble = await Ensemble.create({ flow: "lorenz", systems, initial, tangents: { count: 3 } }, { adapter: "cpu" });
    await ensemble.run(20);
    ensemble.restartExponents();
    await ensemble.run(100);
    const exponents = await ensemble.exponents();
    ensemble.destroy();
    const mean = (j: number) => exponents.slice(j * systems, (j + 1) * systems).reduce((a, b) => a + b, 0) / systems;
    expect(Math.abs(mean(0) / 0.9056 - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean(1))).toBeLessThan(0.02);
    expect(mean(0) + mean(1) + mean(2)).toBeCloseTo(-(10 + 1 + 8 / 3), 2);
  });
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

const explosive: FlowText = {
  name: "explosive",
  wgsl: `struct Params { a: f32 }
struct State { x: f32 }
fn derivative(p: Params, s: State, t: f32) -> State { return State(p.a * s.x * s.x); }`,
  parameters: { a: 1 },
  initial: { x: 1 },
};

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

const noDerivative = { ...oscillator, wgsl: "struct Params { omega: f32 }\nstruct State { x: f32, y: f32 }" };

test.each<readonly [string, unknown, string]>([
  ["no spec", null, "ensemble: null"],
  ["an unknown key", { flow: "lorenz", sede: 1 }, 'ensemble.sede: 1: unknown key; did you mean "seed"?'],
  ["a key that every object has", { flow: "lorenz", constructor: 1 }, "ensemble.constructor: 1"],
  ["an unknown key of a text", { flow: { ...oscillator, dealy: 1 }, dt: 0.1 }, "flow.dealy: 1"],
  ["tangents that are none", { flow: "lorenz", tangents: null }, "tangents: null"],
  ["an unknown key of tangents", { flow: "lorenz", tangents: { count: 1, evry: 2 } }, "tangents.evry: 2"],
  ["an unknown key of the tolerance", { flow: "lorenz", integrator: "dormand-prince", tolerance: { tol: 1 } }, "tolerance.tol: 1"],
  ["a parameter that is null", { flow: "lorenz", parameters: { rho: null } }, "parameters.rho: null"],
  ["a parameter that is text", { flow: "lorenz", parameters: { rho: "28" } }, 'parameters.rho: "28"'],
  [
    "a parameter that is drawn",
    { flow: "lorenz", parameters: { rho: { uniform: { low: 1, high: 2 } } } },
    "must be a number, or one a system",
  ],
  ["more systems than memory holds", { flow: "lorenz", systems: 1e9 }, "systems: 1000000000"],
  ["a delay longer than memory holds", { flow: "mackey_glass", systems: 1e5, delay: 1000, history: { x: 1 } }, "4 GiB at most"],
  ["a step beyond float32", { flow: "lorenz", dt: 1e-60 }, "dt: 1e-60"],
  ["a past beyond float32", { flow: "mackey_glass", history: { x: () => 1e300 } }, "history.x: 1e+300"],
  ["a seed of a flow without noise that is none", { flow: "lorenz", integrator: "dormand-prince", seed: -1 }, "seed: -1"],
  ["an unknown flow", { flow: "spam" }, 'flow: "spam"'],
  ["a name that every object has", { flow: "toString" }, 'flow: "toString"'],
  ["an unknown integrator", { flow: "lorenz", integrator: "spam" }, 'integrator: "spam"'],
  ["an unknown parameter", { flow: "lorenz", parameters: { spam: 1 } }, "parameters.spam: 1"],
  ["an unknown variable", { flow: "lorenz", initial: { w: 1 } }, "initial.w: 1"],
  ["a parameter that is none", { flow: "lorenz", parameters: { rho: Number.NaN } }, "parameters.rho: NaN"],
  ["a parameter out of its domain", { flow: "lorenz", parameters: { beta: 0 } }, "parameters.beta: 0"],
  ["one of many out of its domain", { flow: "lorenz", systems: 2, parameters: { beta: [1, -2] } }, "parameters.beta: -2"],
  ["states of the wrong number", { flow: "lorenz", systems: 3, initial: { x: [1, 2] } }, "initial.x"],
  ["a state that is none", { flow: "lorenz", systems: 2, initial: { x: [1, Number.POSITIVE_INFINITY] } }, "initial.x[1]: Infinity"],
  ["no systems", { flow: "lorenz", systems: 0 }, "systems: 0"],
  ["a step that is none", { flow: "lorenz", dt: -1 }, "dt: -1"],
  ["a text without a step", { flow: oscillator }, "dt: undefined"],
  ["a seed that is none", { flow: brownian, dt: 0.1, seed: 1.5 }, "seed: 1.5"],
  ["a delay flow without a past", { flow: "mackey_glass" }, "history: undefined"],
  ["a past with a hole", { flow: "mackey_glass", history: { x: (t: number) => (t < -5 ? Number.NaN : 1) } }, "history.x: NaN"],
  ["a past of nothing", { flow: "mackey_glass", history: {} }, "history.x: undefined"],
  ["a delay between steps", { flow: "mackey_glass", dt: 0.3, history: { x: 1 } }, "delay: 17"],
  ["another integrator with a delay", { flow: "mackey_glass", integrator: "euler", history: { x: 1 } }, 'integrator: "euler"'],
  ["a first state beside a past", { flow: "mackey_glass", history: { x: 1 }, initial: { x: 1 } }, "initial:"],
  ["a past without a delay", { flow: "lorenz", history: { x: 1 } }, "history:"],
  ["a delay without one", { flow: "lorenz", delay: 3 }, "delay: 3"],
  ["a delay of a text that takes none", { flow: { ...oscillator, delay: 1 }, dt: 0.1 }, "flow.delay: 1"],
  ["a text that takes one without", { flow: { ...lagged, delay: undefined }, dt: 0.1 }, "flow.delay: undefined"],
  ["a text without a derivative", { flow: noDerivative, dt: 0.1 }, "fn derivative is missing"],
  ["a text that is none", { flow: { ...oscillator, wgsl: 7 }, dt: 0.1 }, "flow.wgsl: 7"],
  ["a field without a default", { flow: { ...oscillator, parameters: {} }, dt: 0.1 }, "flow.parameters.omega: undefined"],
  ["a default without a field", { flow: { ...oscillator, initial: { x: 1, y: 1, z: 1 } }, dt: 0.1 }, "flow.initial.z: 1"],
  ["noise without diffusion", { flow: oscillator, dt: 0.1, integrator: "milstein" }, "no fn diffusion;"],
  ["diffusion without noise", { flow: brownian, dt: 0.1, integrator: "rk4" }, "has diffusion"],
  [
    "Milstein without a slope",
    { flow: { ...brownian, wgsl: brownian.wgsl.replace("fn diffusion_slope", "fn other") }, dt: 0.1, integrator: "milstein" },
    "no fn diffusion_slope",
  ],
  ["parts without noise", { flow: "lorenz", brownianParts: 2 }, "brownianParts: 2"],
  ["a tolerance without own steps", { flow: "lorenz", tolerance: { rtol: 1e-3 } }, "tolerance:"],
  ["a tolerance beyond float32", { flow: "lorenz", integrator: "dormand-prince", tolerance: { rtol: 1e-9 } }, "tolerance.rtol: 1e-9"],
  ["a tolerance that is none", { flow: "lorenz", integrator: "dormand-prince", tolerance: { atol: 0 } }, "tolerance.atol: 0"],
  ["more tangents than directions", { flow: "lorenz", tangents: { count: 4 } }, "tangents.count: 4"],
  ["tangents of a text without", { flow: oscillator, dt: 0.1, tangents: { count: 1 } }, "no fn tangent"],
  ["tangents with own steps", { flow: "lorenz", integrator: "dormand-prince", tangents: { count: 1 } }, 'integrator: "dormand-prince"'],
])("refused in one line: %s", (_, spec, message) => {
  expect(() => compileEnsemble(spec as EnsembleSpec)).toThrow(InputError);
  expect(() => compileEnsemble(spec as EnsembleSpec)).toThrow(message);
});

test("recordings, times and changes that are none", async () => {
  expect(() => compileEnsemble({ flow: "lorenz" }, { every: 0 })).toThrow("record.every: 0");
  expect(() => compileEnsemble({ flow: "lorenz" }, { every: 1, variables: ["w"] })).toThrow('record.variables[0]: "w"');
  expect(() => compileEnsemble({ flow: "lorenz" }, { every: 1, variables: ["x", "x"] })).toThrow("is there twice");
  const ensemble = await Ensemble.create({ flow: "lorenz" }, { adapter: "cpu" });
  for (const [call, message] of [
    [() => ensemble.run(0.015), "time: 0.015"],
    [() => ensemble.run(Number.NaN), "time: NaN"],
    [() => ensemble.run(1e9), "more than are counted"],
    [() => ensemble.read("w"), 'variable: "w"'],
    [() => ensemble.frames(), "nothing is recorded"],
    [() => ensemble.exponents(), "none are carried along"],
    [() => ensemble.set({ parameters: { rho: [1, 2] } }), "parameters.rho"],
    [() => ensemble.set({ parameters: { beta: 0 } }), "parameters.beta: 0"],
    [() => ensemble.set({ state: { w: 1 } }), "state.w: 1"],
    [() => ensemble.set({ history: { x: 1 } }), "has no delay"],
    [() => ensemble.set({ spam: 1 } as never), "set.spam: 1"],
    [() => ensemble.set(null as never), "set: null"],
    [() => ensemble.run("1" as never), 'time: "1"'],
    [() => ensemble.run(1, null as never), "options: null"],
    [() => Ensemble.create({ flow: "lorenz" }, { recrod: { every: 1 } } as never), "options.recrod"],
    [() => Ensemble.create({ flow: "lorenz" }, { record: null } as never), "record: null"],
    [() => Ensemble.create({ flow: "lorenz" }, { record: { every: 2 ** 40 } }), "record.every"],
  ] as const) {
    const error = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(message);
  }
  const reason = new Error("enough");
  await expect(ensemble.run(1, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  ensemble.destroy();
});
