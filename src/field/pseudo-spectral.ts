import { positive } from "../checks.ts";
import type { Buffers, Stage } from "../plan/program.ts";
import { realBins } from "../spectral/bins.ts";
import { irfft, rfft } from "../spectral/fft.ts";
import { ETD_WORDS, Etd } from "../twins/lib/etdrk4.ts";
import { etdrk4Coefficients, keptModes, type Modes, stableStep } from "./etdrk4.ts";
import { type CheckedGrid, refuseUnstable, spread } from "./grid.ts";
import { etdrk4Finish } from "./kernels/etdrk4_finish.ts";
import { etdrk4Stage } from "./kernels/etdrk4_stage.ts";
import { filter } from "./kernels/filter.ts";
import { square } from "./kernels/square.ts";
import type { FieldModel, FieldNames } from "./model.ts";
import { alone, type Place } from "./place.ts";
import type { BurgersSpec, FieldSpec, KuramotoSivashinskySpec } from "./spec.ts";

/** Size that u has on the attractor of Kuramoto and Sivashinsky's equation, with some room: |u| stays below 3.6. */
const KS_SIZE = 4;

export const burgers: FieldModel<BurgersSpec> = (spec, grid, names, buffers) => {
  const viscosity = positive(spec.viscosity, `${grid.place}.viscosity`);
  return pseudoSpectral(spec, grid, names, buffers, { linear: (k) => -viscosity * k * k, least: 0 });
};

export const kuramotoSivashinsky: FieldModel<KuramotoSivashinskySpec> = (spec, grid, names, buffers) =>
  pseudoSpectral(spec, grid, names, buffers, { linear: (k) => k * k - k ** 4, least: KS_SIZE });

interface Equation {
  readonly linear: Modes["linear"];
  /** u is expected to grow to this size, if it is not larger at first. */
  readonly least: number;
}

/**
 * u_t = L u - (u^2 / 2)_x + input on a period: the state is the spectrum of u, cut off at a third of the points; u follows from it at the
 * end of each step. ETDRK4: the linear part is exact, the rest fourth order.
 */
function pseudoSpectral(spec: FieldSpec, grid: CheckedGrid, names: FieldNames, buffers: Buffers, { linear, least }: Equation) {
  const { batch, sizes, lengths, places, dt, place } = grid;
  const modes: Modes = { linear, size: sizes[0], length: lengths[0] };
  const speed = Math.max(least, largest(spread(spec.initial?.u ?? 0, grid, `${place}.initial.u`)));
  const fastest = (2 * Math.PI * keptModes(places) * speed) / lengths[0];
  if (dt * fastest > 1) refuseUnstable(grid, stableStep(modes, speed), `ETDRK4 at |u| = ${Number(speed.toPrecision(4))}`);

  const { of, name } = names;
  const count = realBins(places);
  const hold = (part: string, length: number) => {
    buffers[of(part)] = { type: "f32", length };
    return of(part);
  };
  const u = hold("u", batch * places);
  const [trial, squares] = ["trial u", "squares"].map((part) => hold(part, batch * places));
  const spectra = ["spectrum", "squares' spectrum", "stage a", "stage", "slope 1", "slope 2", "slope 3"];
  const [spectrum, raw, a, stage, first, second, third] = spectra.map((part) => hold(part, 2 * batch * count));
  const values = etdrk4Coefficients(modes, dt);
  const coefficients = tableOf(buffers, of("coefficients"), values);
  const mask = tableOf(
    buffers,
    of("mask"),
    Float64Array.from({ length: count }, (_, k) => values[ETD_WORDS * k + Etd.mask]),
  );
  const fft = { sizes, batch };
  const inputs: Record<string, Place> = {};
  let forcing = raw;
  const step: Stage[] = [];
  if (spec.input) {
    inputs.u = alone(hold("input", batch * places));
    forcing = hold("input's spectrum", 2 * batch * count);
    step.push(...rfft(`${name}: input`, fft, buffers, { input: inputs.u.buffer, output: forcing }));
  }
  const forced = spec.input ? 1 : 0;
  const squared = (of: string, label: string) => [
    square(`${name}: ${label}`, { count: batch * places }, { values: of, squares }),
    ...rfft(`${name}: ${label}`, fft, buffers, { input: squares, output: raw }),
  ];
  const back = (input: string, output: string, label: string) => irfft(`${name}: ${label}`, fft, buffers, { input, output });
  const shape = { batch, modes: count, forced };
  const inner = (label: string, last: number, base: string, start: string, kept: string, out: string): Stage[] => [
    etdrk4Stage(`${name}: ${label}`, { ...shape, last }, { coefficients, base, squares: raw, forcing, first: start, kept, stage: out }),
    ...back(out, trial, label),
  ];
  step.push(
    // The first stage's own slope is not read by those that do not end it.
    ...[...squared(u, "slope 1"), ...inner("stage 1", 0, spectrum, spectrum, first, a)],
    ...[...squared(trial, "slope 2"), ...inner("stage 2", 0, spectrum, spectrum, second, stage)],
    ...[...squared(trial, "slope 3"), ...inner("stage 3", 1, a, first, third, stage)],
    ...squared(trial, "slope 4"),
    etdrk4Finish(`${name}: step`, shape, { coefficients, squares: raw, forcing, first, second, third, spectrum }),
    ...back(spectrum, u, "u"),
  );
  const load = [
    ...rfft(`${name}: load`, fft, buffers, { input: u, output: raw }),
    filter(`${name}: cut off`, { batch, modes: count, channels: 1 }, { multipliers: mask, spectrum: raw, filtered: spectrum }),
    ...back(spectrum, u, "load"),
  ];
  return { variables: { u: alone(u) }, inputs, step, load };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function tableOf(buffers: Buffers, name: string, values: Float64Array): string {
  buffers[name] = { type: "f32", length: values.length, data: Float32Array.from(values) };
  return name;
}
