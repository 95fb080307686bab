/** Bad input of ensembles: one line each, with place, value and remedy. */
import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { compileEnsemble } from "../../src/flow/compile.ts";
import { Ensemble } from "../../src/flow/ensemble.ts";
import type { EnsembleSpec } from "../../src/flow/spec.ts";
import { brownian, lagged, oscillator } from "./flows.ts";

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
