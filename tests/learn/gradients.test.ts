/** Gradients of the neurons: the twins in float64 against definitions unrolled on a tape, and, where a spike is soft, against differences. */
import { expect, it } from "vitest";
import type { LayerSpec } from "../../src/learn/layers/index.ts";
import { Dice } from "../../src/verify/dice.ts";
import type { LayerSize } from "../../src/verify/neurons.ts";
import { layerOf } from "./layer.ts";
import { unrolled } from "./oracle.ts";
import { backward, leaf } from "./tape.ts";

const learning = { learn_beta: true, learn_threshold: true } as const;

const SOFT: readonly LayerSpec[] = [
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

const HARD: readonly LayerSpec[] = [
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
interface Point {
  readonly size: LayerSize;
  readonly eps: number;
  readonly scale: number;
}

const whole = (steps: number, batch: number, features: number): LayerSize => ({
  ...{ steps, batch, features },
  ...{ truncate: steps, inputSteps: steps },
});

const POINTS: readonly Point[] = [
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
function drawn(spec: LayerSpec, { size, eps, scale }: Point, name: string, precision: "f32" | "f64" = "f64") {
  const dice = new Dice(7, name);
  const layer = layerOf(spec, size, precision);
  for (let i = 0; i < layer.inputs.length; i++) layer.inputs[i] = scale * dice.uniform(-0.6, 1.2);
  for (let i = 0; i < layer.gradOutputs.length; i++) layer.gradOutputs[i] = dice.uniform(-1, 1);
  for (let r = 0; r < layer.raw.length; r++) layer.raw[r] *= dice.uniform(0.85, 1.05);
  if (spec.layer.startsWith("Ultra") || spec.layer === "SigmaLIF") layer.raw[1] = Math.log(eps);
  if ("ds" in spec && spec.ds) layer.raw[2] = Math.log(3 / eps);
  return layer;
}

const show = (spec: LayerSpec) => JSON.stringify(spec).replaceAll('"', "");

it.each([...SOFT, ...HARD].map((spec) => [show(spec), spec] as const))(
  "%s: gradients are those of its definition",
  (name, spec) => {
    let points = 0;
    for (const [k, point] of POINTS.entries()) {
      const layer = drawn(spec, point, `${name} ${k}`);
      layer.learn();
      const nodes = (values: Float64Array | undefined) => Array.from(values ?? [], leaf);
      const [raw, inputs, weight, bias] = [layer.raw, layer.inputs, layer.weight, layer.bias].map(nodes);
      const outputs = unrolled(spec, point.size, raw, inputs, layer.weight && { weight, bias });
      outputs.forEach(({ value }, i) => {
        expect(layer.outputs[i]).toBeCloseTo(value, 10);
      });
      backward(outputs, layer.gradOutputs);
      const pairs = [
        ["inputs", layer.gradInputs, inputs],
        ["raw", layer.gradRaw, raw.map((node, r) => (layer.learnt[r] ? node : leaf(0)))],
        ["weights", layer.gradWeight ?? [], weight],
        ["bias", layer.gradBias ?? [], bias],
      ] as const;
      for (const [what, got, wanted] of pairs)
        points += same(
          `${what}, point ${k}`,
          got,
          wanted.map(({ grad }) => grad),
          1e-6,
          1e-12,
        );
    }
    expect(points).toBeGreaterThan(1000);
  },
  120_000,
);

it.each(SOFT.map((spec) => [show(spec), spec] as const))(
  "%s: gradients are central differences of the forward pass",
  (name, spec) => {
    const dice = new Dice(11, name);
    let points = 0;
    for (const [k, point] of POINTS.entries()) {
      const layer = drawn(spec, point, `${name} ${k}`);
      layer.learn();
      if (point.size.truncate < point.size.steps) continue;
      // As far as rounding and the kinks of DSpike let it: there the spike is cut off where V leaves [0, 1].
      const far = spec.layer.startsWith("DSpike") ? 1e-7 : 1e-3 * Math.min(1, point.eps, 0.1);
      const floor = spec.layer.startsWith("DSpike") ? 1e-6 : 1e-9;
      const check = (what: string, values: Float64Array, grads: Float64Array, place: number) => {
        const at = values[place];
        const outputs = [2, 1, -1, -2].map((n) => {
          values[place] = at + n * far;
          layer.play("forward");
          return layer.outputs.slice();
        });
        values[place] = at;
        const difference = layer.gradOutputs.reduce((sum, grad, i) => {
          const [a, b, c, d] = outputs.map((one) => one[i]);
          return sum + (grad * (8 * (b - c) - (a - d))) / (12 * far);
        }, 0);
        // What rounding in the forward pass makes of the difference.
        const least = floor * largest(grads) + (1e-15 * Math.max(1, largest(layer.outputs))) / far;
        same(`${what} ${place}, point ${k}`, [grads[place]], [difference], 1e-3, 0, least);
        // Counted where the relative error is what decides.
        if (1e-3 * Math.abs(difference) > least) points++;
      };
      for (let n = 0; n < 200; n++) check("input", layer.inputs, layer.gradInputs, dice.whole(0, layer.inputs.length - 1));
      layer.raw.forEach((_, r) => {
        // At a bound of eps there is a derivative on one side only.
        if (layer.learnt[r] && !(r === 1 && [0.1, 20].includes(point.eps))) check("raw", layer.raw, layer.gradRaw, r);
      });
      for (const [values, grads] of [[layer.weight, layer.gradWeight] as const, [layer.bias, layer.gradBias] as const])
        for (let n = 0; values && grads && n < 20; n++) check("recurrent", values, grads, dice.whole(0, values.length - 1));
    }
    expect(points).toBeGreaterThanOrEqual(1000);
  },
  120_000,
);

const largest = (values: ArrayLike<number>) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Largest relative error over all places, numbers far below the largest one's last bits aside; returns the places. */
function same(what: string, got: ArrayLike<number>, wanted: ArrayLike<number>, relative: number, floor: number, least = 0): number {
  const most = largest(wanted);
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]);
    const allowed = relative * Math.max(Math.abs(got[i]), Math.abs(wanted[i])) + floor * most + least;
    if (!(error <= allowed)) expect.fail(`${what} [${i}]: ${got[i]}, not ${wanted[i]} (largest ${most})`);
  }
  return wanted.length;
}
