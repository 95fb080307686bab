/** SpectralConv against neuraloperator's steps in float64, by the definition of the transform. */
import { afterAll, expect, test } from "vitest";
import { PARAMETERS } from "../../src/learn/tensor.ts";
import type { SpectralConvSpec } from "../../src/operator/spectral-conv-spec.ts";
import { closeDevice } from "../twins/lib/kernel.ts";
import { channelsFirst, layerProgram, numbers, product, randomWeights, relative, runOn } from "./spectral-conv-layer.ts";
import { oracle } from "./spectral-conv-oracle.ts";

afterAll(closeDevice);

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
  [[10], [8], { separable: true, max_n_modes: [6] }, [4, 4]],
  [[7, 8], [5, 6], { separable: true, bias: false }, [3, 3]],
  [[16], [8], { resolution_scaling_factor: 2 }],
  [[17], [17], { resolution_scaling_factor: 2 }],
  [[16], [16], { resolution_scaling_factor: 2 }],
  [[16], [16], { resolution_scaling_factor: 0.5 }],
  [[16], [16], { output_sizes: [17] }],
  [[15], [8], { resolution_scaling_factor: 0.5 }],
  [[8, 10], [6, 6], { resolution_scaling_factor: [2, 1.5] }],
  [[12, 9], [7, 9], { output_sizes: [7, 8] }],
];

/** Modes up to the half of many points: these go through an FFT. */
const LARGE: readonly Case[] = [
  [[4096], [4096], {}, [1, 2]],
  [[1021], [1021], { bias: false }, [2, 3]],
  [[8192], [8192], { max_n_modes: [5000] }, [1, 1]],
  // Pruned: some bins of the last axis.
  [[401], [240], {}],
  [[60, 90], [58, 80], { max_n_modes: [60, 44] }, [2, 1]],
  [[8191], [32], {}, [1, 1]],
  [[80, 70], [80, 70], {}, [1, 3]],
  [[70, 81], [66, 81], { max_n_modes: [69, 41] }, [3, 1]],
];

async function run(adapter: "cpu" | "software", [sizes, n_modes, others, [ins, outs] = [3, 4]]: Case) {
  const spec: SpectralConvSpec = { in_channels: ins, out_channels: outs, n_modes, ...others };
  const batch = 2;
  const { program, recording, input, output } = layerProgram(spec, sizes, batch);
  const { weight, bias, flat } = randomWeights(spec, recording);
  const x = numbers(batch * input.features, 3);
  const executor = await runOn(adapter, program);
  executor.write(PARAMETERS, flat);
  executor.write(input.name, x);
  await executor.run("forward");
  const got = await executor.read(output.name, "f32");
  const max = spec.max_n_modes ?? n_modes.map((m, d) => (d === n_modes.length - 1 ? Math.floor(m / 2) + 1 : m));
  const shape = [batch, ins, ...sizes];
  const outSizes = output.shape.slice(0, -1);
  const wanted = oracle(
    { n_modes, max, outSizes, separable: spec.separable },
    shape,
    channelsFirst(x, batch, ins),
    weight,
    bias ?? new Float32Array(outs),
  );
  expect(got.length).toBe(batch * product(outSizes) * outs);
  return relative(channelsFirst(got, batch, outs), wanted);
}

test.each(CASES)("%j points, %j modes, %j: the definition, on cpu", async (...args) => {
  expect(await run("cpu", args as unknown as Case)).toBeLessThan(1e-6);
});

test.each(CASES)("%j points, %j modes, %j: the definition, on software", async (...args) => {
  expect(await run("software", args as unknown as Case)).toBeLessThan(1e-6);
});

test.each(LARGE)("%j points, %j modes, %j: the definition, on cpu", { timeout: 60_000 }, async (...args) => {
  expect(await run("cpu", args as unknown as Case)).toBeLessThan(1e-6);
});

test("modes up to the half of many points on software: the definition", { timeout: 60_000 }, async () => {
  for (const one of LARGE.slice(0, 2)) expect(await run("software", one)).toBeLessThan(1e-6);
});

test("many modes go through an FFT, few do not", () => {
  const stages = (points: number, modes: number) =>
    layerProgram({ in_channels: 1, out_channels: 1, n_modes: [modes] }, [points], 1).program.sequences.forward.map(({ label }) => label);
  expect(stages(1000, 400).some((label) => label.endsWith("spread"))).toBe(true);
  expect(stages(1000, 100).some((label) => label.endsWith("spread"))).toBe(false);
});

test("plane waves pass with the exact weight of their mode", async () => {
  const [rows, columns] = [12, 15];
  const spec = { in_channels: 1, out_channels: 1, n_modes: [7, 9], bias: false };
  const { program, recording, input, output } = layerProgram(spec, [rows, columns], 1);
  const { weight, flat } = randomWeights(spec, recording);
  const cpu = await runOn("cpu", program);
  cpu.write(PARAMETERS, flat);
  const wave = (f: number, g: number, re: number, im: number) =>
    Float64Array.from({ length: rows * columns }, (_, p) => {
      const angle = 2 * Math.PI * ((f * Math.floor(p / columns)) / rows + (g * (p % columns)) / columns) + 0.3;
      return re * Math.cos(angle) - im * Math.sin(angle);
    });
  for (const [f, g] of [
    [-3, 1],
    [3, 4],
    [0, 2],
    [1, 3],
  ]) {
    cpu.write(input.name, Float32Array.from(wave(f, g, 1, 0)));
    await cpu.run("forward");
    const at = 2 * ((f + 3) * 5 + g);
    expect(relative(await cpu.read(output.name, "f32"), wave(f, g, weight[at], weight[at + 1]))).toBeLessThan(1e-6);
  }
  // A mode that is not kept is gone.
  cpu.write(input.name, Float32Array.from(wave(4, 1, 1, 0)));
  await cpu.run("forward");
  expect(Math.max(...(await cpu.read(output.name, "f32")).map(Math.abs))).toBeLessThan(1e-6);
});

test.each([
  [[16], [8]],
  [[9], [7]],
  [
    [10, 12],
    [5, 6],
  ],
  [
    [7, 9],
    [7, 8],
  ],
])("the same at twice the size, %j, for fields of %j modes", async (sizes, n_modes) => {
  const spec = { in_channels: 2, out_channels: 3, n_modes };
  const field = (n: readonly number[]) => {
    // Waves of at most 3 along each axis.
    const values = new Float32Array(2 * product(n));
    for (let p = 0; p < product(n); p++) {
      const at = n.length === 1 ? [p / n[0]] : [Math.floor(p / n[1]) / n[0], (p % n[1]) / n[1]];
      for (let c = 0; c < 2; c++)
        for (let f = -2; f <= 2; f++)
          values[2 * p + c] += Math.cos(2 * Math.PI * (f * at[0] + ((f + c + 7) % 3) * (at[1] ?? 0)) + f * f + c) / (1 + Math.abs(f));
    }
    return values;
  };
  const outputs = [];
  for (const n of [sizes, sizes.map((size) => 2 * size)]) {
    const { program, recording, input, output } = layerProgram(spec, n, 1);
    const cpu = await runOn("cpu", program);
    cpu.write(PARAMETERS, randomWeights(spec, recording).flat);
    cpu.write(input.name, field(n));
    await cpu.run("forward");
    outputs.push(await cpu.read(output.name, "f32"));
  }
  const [once, twice] = outputs;
  const columns = sizes[sizes.length - 1];
  const sampled = once.map((_, i) => {
    const [p, c] = [Math.floor(i / 3), i % 3];
    const from = sizes.length === 1 ? 2 * p : 2 * Math.floor(p / columns) * 2 * columns + 2 * (p % columns);
    return twice[3 * from + c];
  });
  expect(relative(sampled, once)).toBeLessThan(1e-6);
});
