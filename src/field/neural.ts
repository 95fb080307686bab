import { finite, notNegative, positive } from "../checks.ts";
import { InputError } from "../errors.ts";
import type { Buffers, Stage } from "../plan/program.ts";
import { irfft, rfft } from "../spectral/fft.ts";
import { type CheckedGrid, refuseUnstable } from "./grid.ts";
import { kernelSpectrum } from "./kernel-spectrum.ts";
import { amari as amariStage } from "./kernels/amari.ts";
import { filter } from "./kernels/filter.ts";
import { wilsonCowan as wilsonCowanStage } from "./kernels/wilson_cowan.ts";
import type { FieldModel } from "./model.ts";
import { alone, type Place } from "./place.ts";
import type { AmariSpec, FiringRate, WilsonCowanPopulation, WilsonCowanSpec } from "./spec.ts";

/** Why a neural field's step is bounded, for the message. */
const LEAK = "Heun's method would let the decay to rest grow";

/** Amari's field: firing rates -> convolution -> trial step -> firing rates -> convolution -> step. */
export const amari: FieldModel<AmariSpec> = (spec, grid, { name, of }, buffers) => {
  const { place, batch, places, dt } = grid;
  const tau = positive(spec.tau, `${place}.tau`);
  const rest = finite(spec.rest ?? 0, `${place}.rest`);
  const rate = checkRate(spec.rate, `${place}.rate`);
  refuseUnstable(grid, 2 * tau, `2 tau: ${LEAK}`);
  const count = batch * places;
  const hold = holder(buffers, of, count);
  const [u, trial, change, rates, drive] = ["u", "trial u", "change", "rates", "drive"].map(hold);
  const inputs: Record<string, Place> = spec.input ? { u: alone(hold("input")) } : {};
  const input = inputs.u?.buffer ?? drive;
  const convolve = convolution(buffers, grid, name, 1, kernelSpectrum(spec.kernel, grid, `${place}.kernel`));
  const shape = { count, forced: spec.input ? 1 : 0, ...rate, share: dt / tau, rest };
  const part = (label: string, n: number) =>
    amariStage(`${name}: ${label}`, { ...shape, part: n }, { drive, input, u, trial, change, rate: rates });
  return {
    variables: { u: alone(u) },
    inputs,
    step: [...convolve(rates, drive), part("trial", 0), ...convolve(rates, drive), part("step", 1)],
    load: [part("rates", 2)],
  };
};

function checkRate(rate: FiringRate, place: string): { heaviside: number; threshold: number; gain: number } {
  const kind: unknown = rate?.kind;
  if (kind !== "heaviside" && kind !== "sigmoid") throw new InputError(`${place}.kind`, kind, "must be heaviside or sigmoid");
  const threshold = finite(rate.threshold, `${place}.threshold`);
  if (rate.kind === "heaviside") return { heaviside: 1, threshold, gain: 0 };
  return { heaviside: 0, threshold, gain: positive(rate.gain, `${place}.gain`) };
}

/** Wilson and Cowan's field: both populations are the channels of one buffer, and convolved together. */
export const wilsonCowan: FieldModel<WilsonCowanSpec> = (spec, grid, { name, of }, buffers) => {
  const { place, batch, places, dt } = grid;
  const both = [population(spec.excitatory, `${place}.excitatory`), population(spec.inhibitory, `${place}.inhibitory`)];
  refuseUnstable(grid, Math.min(...both.map(({ tau, refractory }) => (2 * tau) / (1 + refractory))), `2 tau / (1 + refractory): ${LEAK}`);
  const count = 2 * batch * places;
  const hold = holder(buffers, of, count);
  const [u, trial, change, drive] = ["u", "trial u", "change", "drive"].map(hold);
  const channels = (buffer: string) => ({ E: { buffer, channels: 2, channel: 0 }, I: { buffer, channels: 2, channel: 1 } });
  const inputs: Record<string, Place> = spec.input ? channels(hold("input")) : {};
  const parameters = of("parameters");
  const numbers = both.flatMap(({ tau, refractory, gain, threshold }) => [dt / tau, refractory, gain, threshold]);
  buffers[parameters] = { type: "f32", length: numbers.length, data: Float32Array.from(numbers) };
  const convolve = convolution(buffers, grid, name, 2, mixed(spec, grid));
  const shape = { count, forced: spec.input ? 1 : 0 };
  const part = (label: string, n: number) =>
    wilsonCowanStage(`${name}: ${label}`, { ...shape, part: n }, { parameters, drive, input: inputs.E?.buffer ?? drive, u, trial, change });
  return {
    variables: channels(u),
    inputs,
    step: [...convolve(u, drive), part("trial", 0), ...convolve(trial, drive), part("step", 1)],
    load: [],
  };
};

function population(given: WilsonCowanPopulation, place: string): Required<WilsonCowanPopulation> {
  if (given === null || typeof given !== "object") throw new InputError(place, given, "must be a population: tau, gain, threshold");
  return {
    tau: positive(given.tau, `${place}.tau`),
    refractory: notNegative(given.refractory ?? 1, `${place}.refractory`),
    gain: positive(given.gain, `${place}.gain`),
    threshold: finite(given.threshold, `${place}.threshold`),
  };
}

/** modes x 2 (to) x 2 (of): what E and I get from both. */
function mixed({ kernels }: WilsonCowanSpec, grid: CheckedGrid): Float32Array {
  const place = `${grid.place}.kernels`;
  const [ee, ei, ie, ii] = (["EE", "EI", "IE", "II"] as const).map((key) => kernelSpectrum(kernels?.[key], grid, `${place}.${key}`));
  const all = new Float32Array(4 * ee.length);
  for (let k = 0; k < ee.length; k++) all.set([ee[k], -ie[k], ei[k], -ii[k]], 4 * k);
  return all;
}

function holder(buffers: Buffers, of: (part: string) => string, length: number): (part: string) => string {
  return (part) => {
    buffers[of(part)] = { type: "f32", length };
    return of(part);
  };
}

/** Stages that convolve the channels of a buffer. @param multipliers modes x channels x channels */
function convolution(
  buffers: Buffers,
  { sizes, batch }: CheckedGrid,
  name: string,
  channels: number,
  multipliers: Float32Array,
): (input: string, output: string) => Stage[] {
  const modes = multipliers.length / channels ** 2;
  const [table, spectrum, filtered] = ["kernels", "spectrum", "filtered"].map((part) => `${name} ${part}`);
  buffers[table] = { type: "f32", length: multipliers.length, data: multipliers };
  for (const part of [spectrum, filtered]) buffers[part] = { type: "f32", length: 2 * batch * modes * channels };
  const fft = { sizes, batch, inner: channels };
  return (input, output) => [
    ...rfft(`${name}: convolve`, fft, buffers, { input, output: spectrum }),
    filter(`${name}: convolve`, { batch, modes, channels }, { multipliers: table, spectrum, filtered }),
    ...irfft(`${name}: convolve`, fft, buffers, { input: filtered, output }),
  ];
}
