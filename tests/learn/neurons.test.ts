/** The kernels of neurons that learn against their twins, on random operands with poisoned outputs; both against float64. */
import { afterAll, expect, it } from "vitest";
import { GRADIENTS, PARAMETERS } from "../../src/learn/tensor.ts";
import { GpuProgram } from "../../src/plan/program-gpu.ts";
import { layerProgram, neuronChecks } from "../../src/verify/neurons.ts";
import { verify } from "../../src/verify/verify.ts";
import { closeDevice, softwareDevice } from "../twins/lib/kernel.ts";
import { drawn, HARD, POINTS, SOFT, same, show } from "./points.ts";

afterAll(closeDevice);

it.each(Object.keys(neuronChecks))(
  "%s: kernels and twins",
  async (name) => {
    const kernel = `learn ${name}`;
    for (const seed of [1, 2, 3]) {
      const [verdict] = await verify(await softwareDevice(), { seed, only: [kernel] });
      expect(verdict, `seed ${seed}`).toMatchObject({
        kernel,
        ok: true,
        detail: expect.stringMatching(/^(\d+ of \d+ spikes on one side only)?$/),
      });
    }
  },
  120_000,
);

const ALL = [...SOFT, ...HARD].map((spec) => [show(spec), spec] as const);

/** Of float32, in units of a gradient's own size or of the largest one's. */
const near = (what: string, got: ArrayLike<number>, wanted: ArrayLike<number>) => same(what, got, wanted, 1e-3, 1e-5);

it.each(ALL)("%s: float32 twins are the float64 ones", (name, spec) => {
  for (const [k, point] of POINTS.entries()) {
    const [single, double] = (["f32", "f64"] as const).map((precision) => drawn(spec, point, `${name} ${k}`, precision));
    double.parameters.set(single.parameters);
    for (const layer of [single, double]) layer.learn();
    near(`outputs, point ${k}`, single.outputs, double.outputs);
    near(`inputs, point ${k}`, single.gradInputs, double.gradInputs);
    near(`parameters, point ${k}`, single.gradients, double.gradients);
  }
});

it.each(ALL)(
  "%s: software kernels are the float64 twins",
  async (name, spec) => {
    for (const [k, point] of [POINTS[5], POINTS[7], POINTS[9], POINTS[10]].entries()) {
      const double = drawn(spec, point, `${name} ${k}`);
      for (const values of [double.inputs, double.gradOutputs, double.parameters]) values.set(Float32Array.from(values));
      const { program, input, output } = layerProgram(spec, point.size);
      const kernels = await GpuProgram.create(await softwareDevice(), program);
      kernels.write(input.name, Float32Array.from(double.inputs));
      kernels.write(output.grad as string, Float32Array.from(double.gradOutputs));
      kernels.write(PARAMETERS, Float32Array.from(double.parameters));
      for (const sequence of ["forward", "backward"]) await kernels.run(sequence);
      double.learn();
      near(`outputs, point ${k}`, (await kernels.read(output.name, "f32")).subarray(0, double.outputs.length), double.outputs);
      near(`inputs, point ${k}`, await kernels.read(input.grad as string, "f32"), double.gradInputs);
      near(`parameters, point ${k}`, await kernels.read(GRADIENTS, "f32"), double.gradients);
    }
  },
  120_000,
);
