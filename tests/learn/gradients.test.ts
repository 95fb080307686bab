/** Gradients of the neurons: the twins in float64 against definitions unrolled on a tape, and, where a spike is soft, against differences. */
import { expect, it } from "vitest";
import { Dice } from "../../src/verify/dice.ts";
import { unrolled } from "./oracle.ts";
import { drawn, HARD, largest, POINTS, SOFT, same, show } from "./points.ts";
import { backward, leaf } from "./tape.ts";

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
