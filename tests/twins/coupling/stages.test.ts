/** Threads of the cpu make the twins of fields' stages by name: they must know all that any field has, and the right ones. */
import { expect, it } from "vitest";
import { compileField } from "../../../src/field/compile.ts";
import type { FieldKernel, FieldSpec } from "../../../src/field/spec.ts";
import { stageTwins } from "../../../src/twins/coupling/stages.ts";

const hat: FieldKernel = { kind: "difference_of_gaussians", excitation: 1, excitation_width: 1, inhibition: 0.5, inhibition_width: 2 };
const population = { tau: 10, gain: 1, threshold: 1 };
/** Of every model, with all it may need. */
const models = {
  burgers: { viscosity: 1 },
  "kuramoto-sivashinsky": {},
  "klein-gordon": { speed: 1e-3, mass: 1 },
  amari: { tau: 10, kernel: hat, rate: { kind: "heaviside", threshold: 0.1 } },
  "wilson-cowan": { excitatory: population, inhibitory: population, kernels: { EE: hat, EI: hat, IE: hat, II: hat } },
} as const satisfies { [M in FieldSpec["model"]]: object };

/** Lengths that the FFT takes in different ways: one pass, an odd one, a prime beyond its passes, several passes. */
const SIZES = [[16], [13], [1009], [20000], [8, 6], [7, 1009]];

it.each(Object.entries(models))("all stages of %s", (model, parameters) => {
  const lines = model === "burgers" || model === "kuramoto-sivashinsky";
  for (const sizes of SIZES) {
    if (lines && sizes.length > 1) continue;
    const { step } = compileField({ model, sizes, length: 10, dt: 1e-6, ...parameters } as unknown as FieldSpec);
    for (const { kernel } of step) expect(stageTwins[kernel.source.path], kernel.source.path).toBe(kernel.twin);
  }
});
