/** Layers of images and Linear: against numbers worked out by hand, gradients against central differences in float64, shapes that do not chain. */
import { describe, expect, it, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { layerDice } from "../../src/learn/dice.ts";
import { build, type LayerSpec } from "../../src/learn/layers/index.ts";
import { record } from "../../src/learn/network.ts";
import { GRADIENTS, PARAMETERS, Recording, type Tensor } from "../../src/learn/tensor.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { Dice } from "../../src/verify/dice.ts";

/** Layers as a program, so many steps of so many examples; the gradient of the input is wanted too. */
function recorded(layers: readonly LayerSpec[], shape: readonly number[], steps: number, batch: number) {
  const recording = new Recording({ steps, batch, truncate: steps });
  const input = recording.tensor("input", shape, steps, true);
  let output: Tensor = input;
  layers.forEach((layer, index) => {
    output = build(layer, output, { index, recording, dice: layerDice(5, index) });
  });
  const flat = { type: "f32" as const, length: recording.length };
  const buffers = { ...recording.buffers, [PARAMETERS]: { ...flat, data: recording.initial() }, [GRADIENTS]: flat };
  const sequences = { forward: recording.forward(), backward: recording.backward() };
  const program = () => ({ buffers: structuredClone(buffers), sequences });
  return { recording, input, output, program };
}

const conv = { layer: "Conv2d", in_channels: 2, out_channels: 3, kernel_size: 3 } as const;

describe("by hand", () => {
  const ramp = Float64Array.from({ length: 16 }, (_, i) => i);
  const through = async (layer: LayerSpec, values: ArrayLike<number>, shape: readonly number[], parameters: readonly number[] = []) => {
    const { program, output } = recorded([layer], shape, 1, 1);
    const cpu = new CpuProgram(program(), "f64");
    (cpu.view(PARAMETERS) as Float64Array).set(parameters);
    (cpu.view("input") as Float64Array).set(values);
    await cpu.run("forward");
    return { shape: output.shape, values: [...cpu.view(output.name)] };
  };

  test("pools", async () => {
    const avg = await through({ layer: "AvgPool2d", kernel_size: 2 }, ramp, [1, 4, 4]);
    expect(avg).toEqual({ shape: [1, 2, 2], values: [2.5, 4.5, 10.5, 12.5] });
    const max = await through({ layer: "MaxPool2d", kernel_size: 3, stride: 1 }, ramp, [1, 4, 4]);
    expect(max).toEqual({ shape: [1, 2, 2], values: [10, 11, 14, 15] });
  });

  test("a convolution is a correlation, padded with zeros, its kernels by output, then input channel", async () => {
    const layer = { layer: "Conv2d", in_channels: 2, out_channels: 1, kernel_size: 2, stride: 2, padding: 1 } as const;
    // Two images of 2 x 2; the window's places are the corners.
    const result = await through(layer, [1, 2, 3, 4, 10, 20, 30, 40], [2, 2, 2], [1, 2, 3, 5, 7, 11, 13, 17, 0.5]);
    expect(result.shape).toEqual([1, 2, 2]);
    // Each place sees one pixel of either image, with the opposite corner of the kernel.
    expect(result.values).toEqual([1 * 5 + 10 * 17 + 0.5, 2 * 3 + 20 * 13 + 0.5, 3 * 2 + 30 * 11 + 0.5, 4 * 1 + 40 * 7 + 0.5]);
  });
});

it.each<[string, readonly LayerSpec[], readonly number[]]>([
  ["Linear", [{ layer: "Linear", in_features: 7, out_features: 5 }], [7]],
  ["Linear without bias", [{ layer: "Linear", in_features: 7, out_features: 5, bias: false }], [7]],
  ["Conv2d", [conv], [2, 6, 5]],
  ["Conv2d with stride, padding, no bias", [{ ...conv, stride: 2, padding: 2, bias: false }], [2, 6, 5]],
  ["Conv2d whose stride leaves pixels out", [{ ...conv, kernel_size: 2, stride: 3 }], [2, 7, 6]],
  ["AvgPool2d", [{ layer: "AvgPool2d", kernel_size: 3, stride: 2 }], [2, 6, 8]],
  ["MaxPool2d", [{ layer: "MaxPool2d", kernel_size: 3, stride: 2 }], [2, 6, 8]],
  [
    "all of them",
    [
      conv,
      { layer: "MaxPool2d", kernel_size: 2 },
      { ...conv, in_channels: 3, out_channels: 2, padding: 1 },
      { layer: "AvgPool2d", kernel_size: 2 },
      { layer: "Flatten" },
      { layer: "Linear", in_features: 4, out_features: 3 },
    ],
    [2, 10, 8],
  ],
])("gradients of %s are central differences", async (_, layers, shape) => {
  const dice = new Dice(3, "gradients");
  const { program, input, output } = recorded(layers, shape, 2, 3);
  const cpu = new CpuProgram(program(), "f64");
  const view = (name: string) => cpu.view(name) as Float64Array;
  view(input.name).set(dice.list(view(input.name).length, -1, 1));
  // What is left of an earlier batch must not matter.
  for (const name of ["unfolded", "turned", input.grad as string]) cpu.view(name)?.fill(Number.NaN);
  const share = dice.list(view(output.name).length, -1, 1);
  view(output.grad as string).set(share);
  const sum = async () => {
    await cpu.run("forward");
    return view(output.name).reduce((total, value, i) => total + share[i] * value, 0);
  };
  await sum();
  await cpu.run("backward");
  for (const [values, gradients] of [
    [view(input.name), view(input.grad as string).slice()],
    [view(PARAMETERS), view(GRADIENTS).slice()],
  ]) {
    const most = Math.max(0, ...gradients.map(Math.abs));
    for (let i = 0; i < values.length; i++) {
      const before = values[i];
      const step = 1e-5;
      values[i] = before + step;
      const up = await sum();
      values[i] = before - step;
      const difference = (up - (await sum())) / (2 * step);
      values[i] = before;
      expect(Math.abs(gradients[i] - difference), `element ${i}`).toBeLessThanOrEqual(1e-7 * most);
    }
  }
});

test("more windows than are held at a time go through in turns, to the same results", async () => {
  // 96 x 96 x 25 x 4 elements a sample: nine samples at a time.
  const big = [{ layer: "Conv2d", in_channels: 4, out_channels: 2, kernel_size: 5 } as const];
  const whole = recorded(big, [4, 100, 100], 1, 10);
  expect(whole.program().sequences.forward.length).toBe(6);
  const cpu = new CpuProgram(whole.program());
  const dice = new Dice(4, "turns");
  const given = Float32Array.from({ length: 10 * 40_000 }, () => dice.uniform(-1, 1));
  cpu.write("input", given);
  const grads = Float32Array.from({ length: 10 * 2 * 96 * 96 }, (_, i) => ((i * 7) % 11) - 5);
  cpu.write(whole.output.grad as string, grads);
  await cpu.run("forward");
  await cpu.run("backward");
  const [outputs, pixels] = [await cpu.read(whole.output.name, "f32"), await cpu.read("input.grad", "f32")];
  const one = recorded(big, [4, 100, 100], 1, 1);
  const alone = new CpuProgram(one.program());
  for (const sample of [0, 8, 9]) {
    alone.write("input", given.subarray(sample * 40_000, (sample + 1) * 40_000));
    alone.write(one.output.grad as string, grads.subarray(sample * 18_432, (sample + 1) * 18_432));
    await alone.run("forward");
    await alone.run("backward");
    expect(await alone.read(one.output.name, "f32")).toEqual(outputs.slice(sample * 18_432, (sample + 1) * 18_432));
    expect(await alone.read("input.grad", "f32")).toEqual(pixels.slice(sample * 40_000, (sample + 1) * 40_000));
  }
});

test("snnTorch's tutorial 6 network can be said", () => {
  const leaky = { layer: "Leaky", beta: 0.5 } as const;
  const { output, recording } = record(
    {
      input: [1, 28, 28],
      layers: [
        { layer: "Conv2d", in_channels: 1, out_channels: 12, kernel_size: 5 },
        { layer: "MaxPool2d", kernel_size: 2 },
        leaky,
        { layer: "Conv2d", in_channels: 12, out_channels: 64, kernel_size: 5 },
        { layer: "MaxPool2d", kernel_size: 2 },
        leaky,
        { layer: "Flatten" },
        { layer: "Linear", in_features: 1024, out_features: 10 },
        leaky,
      ],
    },
    { steps: 2, batch: 3, truncate: 2 },
    1,
    1,
  );
  expect(output.shape).toEqual([10]);
  expect(recording.parameters.filter(({ name }) => name.includes("weight")).map(({ shape }) => shape)).toEqual([
    [12, 1, 5, 5],
    [64, 12, 5, 5],
    [10, 1024],
  ]);
});

it.each<[readonly LayerSpec[], string]>([
  [[{ ...conv, in_channels: 3 }], "layers[0].in_channels: 3: what comes in is 2 x 6 x 5"],
  [[{ layer: "Flatten" }, conv], "layers[1].in_channels: 2: what comes in is 60"],
  [[{ ...conv, kernel_size: 7 }], "layers[0].kernel_size: 7: what comes in is 2 x 6 x 5"],
  [[{ ...conv, kernel_size: 1.5 }], "layers[0].kernel_size: 1.5"],
  [[{ ...conv, stride: 0 }], "layers[0].stride: 0"],
  [[{ ...conv, padding: -1 }], "layers[0].padding: -1"],
  [[{ ...conv, out_channels: 0 }], "layers[0].out_channels: 0"],
  [[{ layer: "Flatten" }, { layer: "MaxPool2d", kernel_size: 2 }], "layers[1].kernel_size: 2: what comes in is 60"],
  [
    [{ layer: "MaxPool2d", kernel_size: 2, padding: 1 } as LayerSpec],
    "layers[0].padding: 1: unknown key; known keys: layer, kernel_size, stride",
  ],
  [[{ layer: "AvgPool2d", kernel_size: 6 }], "layers[0].kernel_size: 6: what comes in is 2 x 6 x 5"],
  [[{ layer: "Linear", in_features: 60, out_features: 2 }], "layers[0].in_features: 60: what comes in is 2 x 6 x 5"],
  [[{ layer: "Flatten" }, { layer: "Linear", in_features: 61, out_features: 2 }], "layers[1].in_features: 61: what comes in has 60"],
])("shapes that do not chain are one error: %j", (layers, message) => {
  const make = () => record({ input: [2, 6, 5], layers }, { steps: 1, batch: 1, truncate: 1 }, 1, 1);
  expect(make).toThrow(InputError);
  expect(make).toThrow(message);
});
