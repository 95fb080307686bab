/** The public SpectralConv, and what specs, sizes and weights are refused. */
import { describe, expect, test } from "vitest";
import { InputError, SpectralConv, type SpectralConvSpec } from "../../src/index.ts";
import { fromNeuralOperator, toNeuralOperator } from "../../src/operator/spectral-conv-weights.ts";
import { channelsFirst, numbers, relative } from "./spectral-conv-layer.ts";
import { oracle } from "./spectral-conv-oracle.ts";

const SPEC: SpectralConvSpec = { in_channels: 2, out_channels: 3, n_modes: [4, 6] };

test.each(["cpu", "software"] as const)("weights of neuraloperator give its answer, on %s", async (adapter) => {
  const [sizes, batch] = [[6, 7], 2];
  const conv = await SpectralConv.create({ ...SPEC, resolution_scaling_factor: 2 }, sizes, batch, adapter);
  const [weight, bias, fields] = [numbers(2 * 3 * 4 * 4 * 2, 1), numbers(3, 2), numbers(batch * 42 * 2, 3)];
  conv.setWeights(weight, bias);
  const got = await conv.forward(fields);
  expect(conv.shape).toEqual([2, 12, 14, 3]);
  const wanted = oracle(
    { n_modes: SPEC.n_modes, max: [4, 4], outSizes: [12, 14] },
    [batch, 2, ...sizes],
    channelsFirst(fields, batch, 2),
    weight,
    bias,
  );
  expect(relative(channelsFirst(got, batch, 3), wanted)).toBeLessThan(1e-6);
  conv.destroy();
});

test("halves of points are rounded to even", async () => {
  for (const [points, out] of [
    [9, 4],
    [15, 8],
    [10, 5],
  ]) {
    const spec = { in_channels: 1, out_channels: 1, n_modes: [2], resolution_scaling_factor: 0.5 };
    const conv = await SpectralConv.create(spec, [points], 1, "cpu");
    expect(conv.shape).toEqual([1, out, 1]);
    expect(await conv.forward(new Float32Array(points))).toHaveLength(out);
    conv.destroy();
  }
});

test("weights come back in neuraloperator's order", () => {
  for (const spec of [SPEC, { ...SPEC, out_channels: 2, separable: true }]) {
    const weight = numbers((spec.separable ? 2 : 6) * 16 * 2, 1);
    const turned = fromNeuralOperator(spec, weight, "conv");
    expect(turned).not.toEqual(weight);
    expect(toNeuralOperator(spec, turned, "conv")).toEqual(weight);
  }
});

test("first values are normal, each part with 1 / (in + out)^0.5, the bias with twice its square", async () => {
  const conv = await SpectralConv.create({ in_channels: 40, out_channels: 60, n_modes: [2] }, [2], 1, "cpu");
  // A constant of 1 in one channel gives the real part of the weights of frequency 0, and the bias.
  const fields = new Float32Array(80);
  const bias = await conv.forward(fields);
  let [sum, squares] = [0, 0];
  for (let i = 0; i < 40; i++) {
    fields.fill(0);
    fields[i] = fields[40 + i] = 1;
    (await conv.forward(fields)).subarray(0, 60).forEach((y, o) => {
      sum += y - bias[o];
      squares += (y - bias[o]) ** 2;
    });
  }
  const mean = sum / 2400;
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(Math.sqrt(squares / 2400 - mean ** 2) - 0.1)).toBeLessThan(0.006);
  const variance = bias.subarray(0, 60).reduce((all, b) => all + b * b, 0) / 60;
  expect(variance).toBeGreaterThan(0.01);
  expect(variance).toBeLessThan(0.035);
});

describe("one line", () => {
  test.each([
    [{ n_modes: [7, 6] }, "conv.n_modes[0]: 7: 6 points along this axis allow 6; give as many or fewer, with max_n_modes [7,4]"],
    [{ n_modes: [4, 8] }, "conv.n_modes[1]: 8: 7 points along this axis allow 7"],
    [{ n_modes: [4] }, "conv.n_modes: [4]: the field has 2 axes; give a number for each"],
    [{ n_modes: [] }, "conv.n_modes: []: a number for each of 1 to 3 axes"],
    [{ n_modes: [2.5, 2] }, "conv.n_modes[0]: 2.5: a whole number of 1 or more"],
    [{ max_n_modes: [4, 3] }, "conv.max_n_modes[1]: 3: n_modes keeps 4 modes along this axis; give as many or more"],
    [{ in_channels: 0 }, "conv.in_channels: 0: a whole number of 1 or more"],
    [{ separable: true }, "conv.out_channels: 3: a separable convolution gives the 2 channels it takes"],
    [
      { resolution_scaling_factor: 0.01 },
      "conv.resolution_scaling_factor: 0.01: a finite number above 0 for each axis, that leaves it a point",
    ],
    [{ resolution_scaling_factor: [2] }, "conv.resolution_scaling_factor: [2]: a finite number above 0 for each axis"],
    [{ resolution_scaling_factor: 2, output_sizes: [2, 2] }, "conv.output_sizes: [2,2]: leave out resolution_scaling_factor"],
    [{ output_sizes: [2, 0] }, "conv.output_sizes[1]: 0: a whole number of 1 or more"],
    [{ modes: 3 }, "conv.modes: 3: unknown key"],
  ])("%j", async (others, message) => {
    const made = SpectralConv.create({ ...SPEC, ...others } as SpectralConvSpec, [6, 7], 1, "cpu");
    await expect(made).rejects.toThrow(InputError);
    await expect(made).rejects.toThrow(message);
  });

  test("weights and fields of other sizes", async () => {
    await expect(SpectralConv.create(SPEC, [6, 7], 0, "cpu")).rejects.toThrow("batch: 0: a whole number of 1 or more");
    const conv = await SpectralConv.create(SPEC, [6, 7], 1, "cpu");
    const message = "conv.weight.tensor: array of 96: 2 x 3 x 4 x 4 x 2 numbers, 192 in all: real and imaginary parts last";
    expect(() => conv.setWeights(new Float32Array(96), new Float32Array(3))).toThrow(message);
    expect(() => conv.setWeights(new Float32Array(192))).toThrow("conv.bias: undefined: 3 numbers, one a channel");
    await expect(conv.forward(new Float32Array(42))).rejects.toThrow(
      "fields: array of 42: 1 x 6 x 7 x 2 numbers, 84 in all: channels last",
    );
  });
});
