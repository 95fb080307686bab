/** The kernels of neurons that learn against their twins, on random operands with poisoned outputs; both against float64. */
import { afterAll, expect, it, test } from "vitest";
import type { ShaderSource } from "../../src/gpu/source.ts";
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

test.each([
  ["UltraPLIF", "height - dot(share, below)", "height"],
  ["UltraPLIF", "Logistic(select(far, near, x >= 0.0), select(near, far", "Logistic(select(near, far, x >= 0.0), select(near, far"],
  ["UltraPLIF", "log(sum)", "sum"],
  ["UltraPLIF, DS", "raw[RAWS - 1u] = steeper", "raw[RAWS - 1u] = -steeper"],
  ["UltraPLIF, DS", "select(1.0 / eps.value, beta.value, OWN_BETA)", "1.0 / eps.value"],
  ["UltraDPLIF", "i + 1u == features", "i == features"],
  ["UltraDPLIF", "select(i, features, i == 0u) - 1u", "select(i, features - 1u, i == 0u) - 1u"],
  ["UltraDPLIF", "  storageBarrier();\n  }\n}", "  }\n}"],
  ["UltraDPLIF", "given[units + row + right_of", "given[units + row + left_of"],
  ["UltraDPLIF", "t % shape.truncate == 0u", "false"],
  ["UltraDPLIF", "t + 1u < shape.steps) { sum", "t < shape.steps) { sum"],
  ["UltraDPLIF, DS", "grad_soft * eps * soft.entropy - select(steeper, 0.0", "grad_soft * eps * soft.entropy - select(steeper, steeper"],
  ["UltraDPLIF of the README", "kept *= ring.tau", "kept *= 1.0"],
  ["UltraDLIF of the README", "select(past, 0.0, is_main)", "0.0"],
  ["PLIF", "var before = array<f32, STATES>();", "var before: array<f32, STATES>;"],
  ["PLIF", "* cell.tau * (1.0 - cell.tau)", ""],
  ["PLIF", "a.steepness * shot.s * shot.rest", "shot.s * shot.rest"],
  ["PLIF", "if (t % shape.truncate == 0u)", "if (false)"],
  ["PLIF", "held += adjoint.x", "held = adjoint.x"],
  ["PLIF", "sum += group_parts[thread + k]", "sum = group_parts[thread + k]"],
  ["PLIF", "if (shape.summed == 0u)", "if (shape.summed != 0u)"],
  ["PLIF", "partials[row * shape.groups + g] = 0.0;", ""],
  ["PLIF", "soft > 0.5", "soft > 0.7"],
  ["AdaLIF", "0.9 * grad_after[1] - 0.1", "0.9 * grad_after[1] + 0.1"],
  ["AdaLIF", "grad[0] += grad_spike;", ""],
  ["SigmaLIF", "-slope * v * a.eps.free", "slope * v * a.eps.free"],
  ["DSpike+", "0.5 * part * (1.0 - a.whole * a.whole)", "0.5 * part"],
  ["DSpike+", "abs(from_middle) > 0.5", "abs(from_middle) > 0.6"],
  ["Leaky, subtract, atan", "const TAKEN = 1.0", "const TAKEN = 0.5"],
  ["Leaky, subtract, atan", "1.0 / (1.0 + x * x)", "1.0 / (1.0 + x)"],
  ["Leaky, subtract, atan", "-grad_shot - TAKEN * reset * grad_u", "-grad_shot"],
  ["Leaky, zero, fast sigmoid", "const CLEARED = 1.0", "const CLEARED = 0.5"],
  ["Leaky, zero, fast sigmoid", "25.0 * abs(u) + 1.0", "5.0 * abs(u) + 1.0"],
  ["Leaky, none, sigmoid", "25.0 * e /", "5.0 * e /"],
  ["Leaky, straight through", "return 1.0;", "return 0.5;"],
  ["Synaptic", "grad_after[1] + grad_sum", "grad_sum"],
  ["Synaptic", "before[1] * grad_current * cell.alpha_free", "before[0] * grad_current * cell.alpha_free"],
  ["Synaptic, recurrent", "unit % shape.features]", "unit]"],
  ["Synaptic, recurrent", "step * shape.input_stride + unit]", "unit]"],
  ["PLIF, recurrent", "carried[STATES * shape.units + unit]", "carried[unit]"],
  ["Synaptic, recurrent", "sum += each[t * shape.units + unit]", "sum = each[t * shape.units + unit]"],
])("a fault in the kernels of %s is found: %s", async (name, from, to) => {
  let planted = false;
  const alter = (source: ShaderSource) => {
    planted ||= source.text.includes(from);
    return { ...source, text: source.text.replaceAll(from, to) };
  };
  const [verdict] = await verify(await softwareDevice(), { seed: 1, only: [`learn ${name}`], alter });
  expect(planted).toBe(true);
  expect(verdict.ok).toBe(false);
});

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
