/** The neurons whose gradients are checked, and where. */
import { expect } from "vitest";
import type { LayerSpec } from "../../src/learn/layers/index.ts";
import { Dice } from "../../src/verify/dice.ts";
import type { LayerSize } from "../../src/verify/neurons.ts";
import { layerOf } from "./layer.ts";

const learning = { learn_beta: true, learn_threshold: true } as const;

export const SOFT: readonly LayerSpec[] = [
  { layer: "UltraLIF" },
  { layer: "UltraPLIF" },
  { layer: "UltraPLIF", ds: true },
  { layer: "UltraDLIF" },
  { layer: "UltraDPLIF" },
  { layer: "UltraDPLIF", ds: true },
  { layer: "UltraDLIF", variant: "readme" },
  { layer: "UltraDPLIF", variant: "readme" },
  { layer: "UltraDPLIF", variant: "readme", ds: true },
  { layer: "LIF" },
  { layer: "PLIF" },
  { layer: "AdaLIF" },
  { layer: "SigmaLIF" },
  { layer: "DSpike" },
  { layer: "DSpike+" },
  { layer: "UltraPLIF", readout: "membrane" },
  { layer: "AdaLIF", readout: "membrane" },
  { layer: "PLIF", recurrent: true },
  { layer: "UltraPLIF", recurrent: true, readout: "membrane" },
];

export const HARD: readonly LayerSpec[] = [
  ...(["subtract", "zero", "none"] as const).flatMap((reset) => [
    { layer: "Leaky" as const, beta: 0.9, reset, ...learning },
    { layer: "Synaptic" as const, alpha: 0.8, beta: 0.9, reset, learn_alpha: true, ...learning },
  ]),
  ...(["fast_sigmoid", "sigmoid", "straight_through"] as const).flatMap((surrogate) => [
    { layer: "Leaky" as const, beta: 0.9, surrogate, ...learning },
    { layer: "Synaptic" as const, alpha: 0.8, beta: 0.9, surrogate, learn_alpha: true, ...learning },
  ]),
  { layer: "Leaky", beta: 0.9, readout: "membrane", ...learning },
  { layer: "Leaky", beta: 0.9, recurrent: true, ...learning },
  { layer: "Leaky", beta: 0.9, recurrent: true, readout: "membrane", reset: "zero", ...learning },
  { layer: "Synaptic", alpha: 0.8, beta: 0.9, recurrent: true, learn_alpha: true, ...learning },
];

/** A point of the space of parameters: what the layer begins with, and how large its inputs are. */
export interface Point {
  readonly size: LayerSize;
  readonly eps: number;
  readonly scale: number;
}

export const whole = (steps: number, batch: number, features: number): LayerSize => ({
  ...{ steps, batch, features },
  ...{ truncate: steps, inputSteps: steps },
});

export const POINTS: readonly Point[] = [
  { size: whole(1, 5, 37), eps: 1, scale: 1 },
  { size: whole(6, 3, 17), eps: 0.1, scale: 1 },
  { size: whole(6, 3, 17), eps: 20, scale: 30 },
  // Saturated: most spikes are 0 or 1 to the last bits.
  { size: whole(5, 2, 19), eps: 0.101, scale: 30 },
  { size: whole(5, 2, 19), eps: 1, scale: 12 },
  { size: whole(7, 2, 13), eps: 0.101, scale: 0.5 },
  { size: whole(7, 2, 13), eps: 19.8, scale: 30 },
  { size: whole(100, 2, 5), eps: 0.5, scale: 1 },
  { size: whole(100, 1, 3), eps: 5, scale: 3 },
  { size: { ...whole(7, 3, 11), inputSteps: 1 }, eps: 2, scale: 1 },
  { size: { ...whole(11, 2, 9), truncate: 4 }, eps: 0.7, scale: 1 },
  // Rings of one and two; eps beyond its bounds has no gradient.
  { size: whole(5, 3, 1), eps: 0.05, scale: 1 },
  { size: whole(5, 3, 2), eps: 25, scale: 1 },
];

/** A layer at a point, all numbers drawn. */
export function drawn(spec: LayerSpec, { size, eps, scale }: Point, name: string, precision: "f32" | "f64" = "f64") {
  const dice = new Dice(7, name);
  const layer = layerOf(spec, size, precision);
  for (let i = 0; i < layer.inputs.length; i++) layer.inputs[i] = Math.fround(scale * dice.uniform(-0.6, 1.2));
  for (let i = 0; i < layer.gradOutputs.length; i++) layer.gradOutputs[i] = Math.fround(dice.uniform(-1, 1));
  for (let r = 0; r < layer.raw.length; r++) layer.raw[r] *= dice.uniform(0.85, 1.05);
  if (spec.layer.startsWith("Ultra") || spec.layer === "SigmaLIF") layer.raw[1] = Math.log(eps);
  if ("ds" in spec && spec.ds) layer.raw[2] = Math.log(3 / eps);
  return layer;
}

export const show = (spec: LayerSpec) => JSON.stringify(spec).replaceAll('"', "");

export const largest = (values: ArrayLike<number>) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Largest relative error over all places, numbers far below the largest one's last bits aside; returns the places. */
export function same(what: string, got: ArrayLike<number>, wanted: ArrayLike<number>, relative: number, floor: number, least = 0): number {
  const most = largest(wanted);
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]);
    const allowed = relative * Math.max(Math.abs(got[i]), Math.abs(wanted[i])) + floor * most + least;
    if (!(error <= allowed)) expect.fail(`${what} [${i}]: ${got[i]}, not ${wanted[i]} (largest ${most})`);
  }
  return wanted.length;
}
