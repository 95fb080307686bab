/** Gradients of spectral convolutions: the float64 twins against central differences, and float32 on cpu and software against these. */
import { afterAll, expect, test } from "vitest";
import { GRADIENTS, PARAMETERS } from "../../src/learn/tensor.ts";
import type { SpectralConvSpec } from "../../src/operator/spectral-conv-spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { closeDevice } from "../twins/lib/kernel.ts";
import { layerProgram, numbers, randomWeights, relative, runOn } from "./spectral-conv-layer.ts";

afterAll(closeDevice);

type Case = readonly [sizes: readonly number[], spec: SpectralConvSpec];

const CASES: readonly Case[] = [
  [[9], { in_channels: 2, out_channels: 3, n_modes: [7], max_n_modes: [5] }],
  [[8], { in_channels: 3, out_channels: 2, n_modes: [8], bias: false }],
  [[6, 7], { in_channels: 2, out_channels: 2, n_modes: [5, 7] }],
  [[6, 8], { in_channels: 1, out_channels: 2, n_modes: [4, 5], resolution_scaling_factor: 1.5 }],
  [[6, 5], { in_channels: 3, out_channels: 3, n_modes: [5, 4], max_n_modes: [6, 3], separable: true }],
  // Through the whole spectrum.
  [[202], { in_channels: 1, out_channels: 2, n_modes: [202] }],
  [[203], { in_channels: 2, out_channels: 1, n_modes: [203], max_n_modes: [110] }],
  [[240], { in_channels: 2, out_channels: 2, n_modes: [216] }],
  [[67, 3, 70], { in_channels: 1, out_channels: 1, n_modes: [67, 3, 70], bias: false }],
  [[4, 5, 4], { in_channels: 2, out_channels: 1, n_modes: [3, 5, 4], max_n_modes: [4, 5, 3] }],
];
const BATCH = 2;

/** A layer with random numbers everywhere; its loss is the sum of the outputs times what is in their gradient. */
function scene([sizes, spec]: Case, onto = false) {
  const made = layerProgram(spec, sizes, BATCH, onto);
  const { recording, input, output } = made;
  const given = {
    [PARAMETERS]: randomWeights(spec, recording).flat,
    [input.name]: numbers(BATCH * input.features, 3),
    [output.grad as string]: numbers(BATCH * output.features, 4),
  };
  return { ...made, given };
}

test.each(CASES.filter(([sizes]) => sizes.length < 3 || sizes[0] < 10))("%j points, %j: central differences", async (...args) => {
  const { program, input, output, given } = scene(args as unknown as Case);
  const cpu = new CpuProgram(program, "f64");
  for (const [name, data] of Object.entries(given)) cpu.write(name, data);
  await cpu.run("forward");
  await cpu.run("backward");
  const [out, weights] = [cpu.view(output.name), cpu.view(output.grad as string)] as readonly Float64Array[];
  const loss = async () => {
    await cpu.run("forward");
    return out.reduce((sum, y, i) => sum + y * weights[i], 0);
  };
  for (const [name, grad] of [
    [input.name, input.grad as string],
    [PARAMETERS, GRADIENTS],
  ]) {
    const [values, slopes] = [cpu.view(name), cpu.view(grad).slice()];
    const wanted = [];
    for (let i = 0; i < values.length; i++) {
      const before = values[i];
      values[i] = before + 1e-3;
      const above = await loss();
      values[i] = before - 1e-3;
      wanted.push((above - (await loss())) / 2e-3);
      values[i] = before;
    }
    // Tables of the transforms are float32 numbers: forth and back they differ by their rounding.
    expect(relative(slopes, wanted)).toBeLessThan(1e-7);
  }
});

test.each(CASES.flatMap(([sizes, spec]) => [["cpu", sizes, spec] as const, ["software", sizes, spec] as const]))(
  "float32 on %s, %j points, %j: the float64 twins",
  async (adapter, sizes, spec) => {
    const [oracle, tried] = [scene([sizes, spec]), scene([sizes, spec])];
    const cpu = new CpuProgram(oracle.program, "f64");
    const executor = await runOn(adapter, tried.program);
    for (const [name, data] of Object.entries(oracle.given)) {
      cpu.write(name, data);
      executor.write(name, data);
    }
    for (const sequence of ["forward", "backward"]) {
      await cpu.run(sequence);
      await executor.run(sequence);
    }
    for (const name of [oracle.output.name, oracle.input.grad as string, GRADIENTS])
      expect(relative(await executor.read(name, "f32"), cpu.view(name)), name).toBeLessThan(1e-6);
  },
);

test.each(["cpu", "software"] as const)("added onto a tensor and to the input's gradient, on %s", async (adapter) => {
  const [sizes, spec]: Case = [[6, 7], { in_channels: 2, out_channels: 3, n_modes: [5, 7] }];
  const read = async (onto: boolean) => {
    const { program, input, output, given } = scene([sizes, spec], onto);
    const executor = await runOn(adapter, program);
    for (const [name, data] of Object.entries(given)) executor.write(name, data);
    if (onto) executor.write(output.name, numbers(BATCH * output.features, 11));
    if (onto) executor.write(input.grad as string, numbers(BATCH * input.features, 12));
    await executor.run("forward");
    await executor.run("backward");
    return [await executor.read(output.name, "f32"), await executor.read(input.grad as string, "f32")];
  };
  const [alone, added] = [await read(false), await read(true)];
  alone.forEach((values, k) => {
    const wanted = numbers(values.length, 11 + k).map((before, i) => before + values[i]);
    expect(relative(added[k], wanted)).toBeLessThan(1e-6);
  });
});
