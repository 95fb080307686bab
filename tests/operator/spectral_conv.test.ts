/** SpectralConv against neuraloperator's steps in float64, by the definition of the transform. */
import { expect, test } from "vitest";
import { PARAMETERS } from "../../src/learn/tensor.ts";
import type { SpectralConvSpec } from "../../src/operator/spectral_conv_spec.ts";
import { executeProgram } from "../../src/plan/program-target.ts";
import { channelsFirst, layerProgram, numbers, product, randomWeights, relative } from "./spectral_conv_layer.ts";
import { oracle } from "./spectral_conv_oracle.ts";

type Case = readonly [
  sizes: readonly number[],
  n_modes: readonly number[],
  others?: Partial<SpectralConvSpec>,
  channels?: readonly [number, number],
];

const CASES: readonly Case[] = [
  [[8], [8]],
  [[9], [9]],
  [[8], [1]],
  [[64], [16], { bias: false }],
  [[65], [33]],
  [[100], [40], { max_n_modes: [31] }],
  [[1000], [32], {}, [2, 1]],
  [
    [8, 8],
    [8, 8],
  ],
  [
    [9, 9],
    [9, 9],
  ],
  [
    [8, 9],
    [5, 4],
  ],
  [[9, 8], [6, 7], { max_n_modes: [9, 6] }],
  [[12, 10], [7, 6], { max_n_modes: [10, 5] }],
  [
    [6, 8, 10],
    [4, 5, 6],
  ],
  [[5, 6, 7], [5, 6, 7], {}, [2, 3]],
  [[16], [8], { resolution_scaling_factor: 2 }],
  [[17], [17], { resolution_scaling_factor: 2 }],
  [[16], [16], { resolution_scaling_factor: 2 }],
  [[16], [16], { resolution_scaling_factor: 0.5 }],
  [[16], [16], { output_sizes: [17] }],
  [[15], [8], { resolution_scaling_factor: 0.5 }],
  [[8, 10], [6, 6], { resolution_scaling_factor: [2, 1.5] }],
  [[12, 9], [7, 9], { output_sizes: [7, 8] }],
];

async function run(adapter: "cpu" | "software", [sizes, n_modes, others, [ins, outs] = [3, 4]]: Case) {
  const spec: SpectralConvSpec = { in_channels: ins, out_channels: outs, n_modes, ...others };
  const batch = 2;
  const { program, recording, input, output } = layerProgram(spec, sizes, batch);
  const { weight, bias, flat } = randomWeights(spec, recording);
  const x = numbers(batch * input.features, 3);
  const executor = await executeProgram(program, adapter);
  executor.write(PARAMETERS, flat);
  executor.write(input.name, x);
  await executor.run("forward");
  const got = await executor.read(output.name, "f32");
  executor.destroy();
  const max = spec.max_n_modes ?? n_modes.map((m, d) => (d === n_modes.length - 1 ? Math.floor(m / 2) + 1 : m));
  const shape = [batch, ins, ...sizes];
  const outSizes = output.shape.slice(0, -1);
  const wanted = oracle({ n_modes, max, outSizes }, shape, channelsFirst(x, batch, ins), weight, bias ?? new Float32Array(outs));
  expect(got.length).toBe(batch * product(outSizes) * outs);
  return relative(channelsFirst(got, batch, outs), wanted);
}

test.each(CASES)("%j points, %j modes, %j: the definition, on cpu", async (...args) => {
  expect(await run("cpu", args as Case)).toBeLessThan(1e-6);
});

test.each(CASES)("%j points, %j modes, %j: the definition, on software", async (...args) => {
  expect(await run("software", args as Case)).toBeLessThan(1e-6);
});
