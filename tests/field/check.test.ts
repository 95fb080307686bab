/** Each thing that may be wrong with a field: one line that names place, value and remedy. */
import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { compileField } from "../../src/field/compile.ts";
import type { FieldSpec } from "../../src/field/spec.ts";

const BURGERS = { model: "burgers", sizes: [64], length: 1, dt: 0.001, viscosity: 0.01 } as const;
const KS = { model: "kuramoto-sivashinsky", sizes: [64], length: 22, dt: 0.1 } as const;
const LATTICE = { model: "klein-gordon", sizes: [16, 12], length: [16, 12], dt: 0.1, speed: 1, mass: 0.2 } as const;
const KERNEL = { kind: "exponential", strength: 1, width: 1 } as const;
const AMARI = {
  ...{ model: "amari", sizes: [20], length: 10, dt: 0.1, tau: 1, kernel: KERNEL, rate: { kind: "heaviside", threshold: 0.1 } },
} as const;
const CELLS = { tau: 1, gain: 1, threshold: 1 } as const;
const WILSON = {
  ...{ model: "wilson-cowan", sizes: [20], length: 10, dt: 0.1, excitatory: CELLS, inhibitory: CELLS },
  kernels: { EE: KERNEL, EI: KERNEL, IE: KERNEL, II: KERNEL },
} as const;

test.each([
  ["no model", { ...LATTICE, model: "heat" }, "field.model", /burgers, kuramoto-sivashinsky, klein-gordon, amari, wilson-cowan/],
  ["nothing", null, "field", /must be a field/],
  ["no sizes", { ...LATTICE, sizes: 16 }, "field.sizes", /1 or 2 axes/],
  ["three axes", { ...LATTICE, sizes: [4, 4, 4] }, "field.sizes", /1 or 2 axes/],
  ["two axes for one", { ...BURGERS, sizes: [8, 8] }, "field.sizes", /1 axis for burgers/],
  ["no points", { ...LATTICE, sizes: [16, 0] }, "field.sizes[1]", /integer of 2 or more/],
  ["half a point", { ...LATTICE, sizes: [16, 12.5] }, "field.sizes[1]", /integer of 2 or more/],
  ["too many points", { ...LATTICE, sizes: [2 ** 16, 2 ** 16], length: 2 ** 16 }, "field.sizes", /at most/],
  ["no length", { ...LATTICE, length: [16] }, "field.length", /one an axis \(2\)/],
  ["a negative length", { ...LATTICE, length: [16, -12] }, "field.length[1]", /above 0/],
  ["a length that is not a number", { ...LATTICE, length: Number.NaN }, "field.length", /finite/],
  ["no step", { ...LATTICE, dt: 0 }, "field.dt", /above 0/],
  ["a step that is text", { ...LATTICE, dt: "0.1" }, "field.dt", /must be a finite number above 0/],
  ["half a field", { ...LATTICE, batch: 1.5 }, "field.batch", /integer of 1 or more/],
  ["negative damping", { ...LATTICE, damping: -1 }, "field.damping", /0 or more/],
  ["no viscosity", { ...BURGERS, viscosity: 0 }, "field.viscosity", /above 0/],
  ["a lattice that does not move", { ...LATTICE, speed: 0, mass: 0 }, "field.speed", /nothing would move/],
  ["a seed that is none", { ...LATTICE, seed: -1 }, "field.seed", /integer of 0 or more/],
  ["values of another length", { ...LATTICE, initial: { phi: [1, 2, 3] } }, "field.initial.phi", /192 of them/],
  ["values that are not numbers", { ...BURGERS, initial: { u: new Array(64).fill(Number.NaN) } }, "field.initial.u[0]", /finite/],
  ["values of no variable", { ...LATTICE, initial: { u: 1 } }, "field.initial.u", /it has: phi, velocity/],
  ["values of what every object has", { ...LATTICE, initial: { constructor: 1 } }, "field.initial.constructor", /it has: phi, velocity/],
  ["values without a variable", { ...LATTICE, initial: null }, "field.initial", /an object of values by variable/],
  ["an input that is none", { ...LATTICE, input: true }, "field.input", /an object of values by variable/],
  ["input to no variable", { ...LATTICE, input: { velocity: 1 } }, "field.input.velocity", /it has: phi/],
  ["no kernel", { ...AMARI, kernel: undefined }, "field.kernel.kind", /difference_of_gaussians or exponential/],
  ["a kernel without width", { ...AMARI, kernel: { ...KERNEL, width: 0 } }, "field.kernel.width", /above 0/],
  ["a kernel beyond float32", { ...AMARI, kernel: { ...KERNEL, strength: 3e38, width: 99 } }, "field.kernel", /beyond float32/],
  ["no rate", { ...AMARI, rate: { kind: "step" } }, "field.rate.kind", /heaviside or sigmoid/],
  ["a rate without gain", { ...AMARI, rate: { kind: "sigmoid", threshold: 0 } }, "field.rate.gain", /must be a finite number above 0/],
  ["a missing population", { ...WILSON, inhibitory: undefined }, "field.inhibitory", /must be a population/],
  ["a missing kernel", { ...WILSON, kernels: { EE: KERNEL } }, "field.kernels.EI.kind", /difference_of_gaussians or exponential/],
])("%s is refused", (_, spec, place, remedy) => {
  let caught: unknown;
  try {
    compileField(spec as unknown as FieldSpec);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(InputError);
  expect((caught as InputError).place).toBe(place);
  expect((caught as InputError).remedy).toMatch(remedy);
  expect((caught as InputError).message).not.toContain("\n");
});

test("an error names the place that a network gives", () => {
  expect(() => compileField({ ...LATTICE, dt: 0 }, { name: "cortex", place: "fields[0]" })).toThrow(/^fields\[0\].dt: 0: /);
});

test("one value a place serves every field of the batch; a number every place", () => {
  const phi = Array.from({ length: 192 }, (_, p) => p / 2);
  const { buffers } = compileField({ ...LATTICE, batch: 3, initial: { phi }, input: { phi: 1.5 } });
  expect(buffers["field phi"].data).toEqual(Float32Array.from([...phi, ...phi, ...phi]));
  expect(buffers["field input"].data).toEqual(new Float32Array(3 * 192).fill(1.5));
});

/** Each with a step just below its bound and one just above it. */
test.each([
  // omega_max^2 = 0.04 + 4 (1 + 1): 2 / omega_max
  ["leapfrog", (dt: number) => ({ ...LATTICE, dt }), 2 / Math.sqrt(8.04)],
  ["Heun's method", (dt: number) => ({ ...AMARI, tau: 1.5, dt }), 3],
  ["Heun's method with refractoriness", (dt: number) => ({ ...WILSON, inhibitory: { ...CELLS, tau: 0.5 }, dt }), 0.5],
])("an unstable step of %s is refused with the stable bound", (_, spec, bound) => {
  expect(() => compileField(spec(0.999 * bound) as FieldSpec)).not.toThrow();
  expect(() => compileField(spec(1.001 * bound) as FieldSpec)).toThrow(`must be below ${Number(bound.toPrecision(4))}`);
});

test("an unstable step of ETDRK4 is refused with a bound that is stable", () => {
  for (const spec of [{ ...BURGERS, viscosity: 1e-5, initial: { u: 2 } }, KS] as const) {
    let bound = 0;
    try {
      compileField({ ...spec, dt: 3 });
    } catch (error) {
      bound = Number(/must be below ([\d.e-]+)/.exec((error as Error).message)?.[1]);
    }
    expect(bound).toBeGreaterThan(0);
    expect(() => compileField({ ...spec, dt: 0.99 * bound })).not.toThrow();
    expect(() => compileField({ ...spec, dt: 1.01 * bound })).toThrow(/is unstable/);
  }
  // Advection at speed 2 over 64 points, of which 22 modes are kept: 2 sqrt(2) / (2 k_max).
  const alone = (2 * Math.SQRT2) / (2 * 2 * Math.PI * 21);
  expect(() => compileField({ ...BURGERS, viscosity: 1e-9, initial: { u: 2 }, dt: 0.99 * alone })).not.toThrow();
  expect(() => compileField({ ...BURGERS, viscosity: 1e-9, initial: { u: 2 }, dt: 1.02 * alone })).toThrow(/is unstable/);
});
