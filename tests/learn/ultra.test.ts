/** Properties of arXiv 2602.11206: bounds of the soft maximum, its limit, the steepest spike, and that nothing overflows. */
import { afterAll, expect, it, test } from "vitest";
import library from "../../shaders/lib/lse.wgsl";
import type { SoftLifSpec } from "../../src/learn/layers/soft-lif.ts";
import type { UltraDlifSpec } from "../../src/learn/layers/ultra-dlif.ts";
import type { UltraLifSpec } from "../../src/learn/layers/ultra-lif.ts";
import { PARAMETERS } from "../../src/learn/tensor.ts";
import { GpuProgram } from "../../src/plan/program-gpu.ts";
import { lse2, lse3, soft } from "../../src/twins/lib/lse.ts";
import { Dice } from "../../src/verify/dice.ts";
import { layerProgram } from "../../src/verify/neurons.ts";
import { closeDevice, onSoftware, softwareDevice } from "../twins/lib/kernel.ts";
import { layerOf } from "./layer.ts";
import { show, whole } from "./points.ts";

afterAll(closeDevice);

/** Three arguments and a temperature: near each other, far apart, equal, huge. */
function draws(count: number): Float32Array {
  const dice = new Dice(5, "soft maximum");
  return Float32Array.from({ length: 4 * count }, (_, i) => {
    const scale = 10 ** ((i >> 2) % 6) / 10;
    if ((i & 3) === 3) return 0.1 * 200 ** dice.uniform(0, 1);
    return (i >> 2) % 7 === 6 ? scale : scale * dice.uniform(-1, 1);
  });
}

/** What float32 may be beside a bound: the rounding of the largest argument and of eps times a logarithm. */
const slack = (most: number, eps: number) => 3e-7 * (Math.abs(most) + eps);

test("max <= LSE_eps <= max + eps log n, for n = 2 and 3, in the twin and on software", async () => {
  const input = draws(4000);
  const out = soft();
  const body = `
    let a = bitcast<vec3<f32>>(vec3(input[4u * i], input[4u * i + 1u], input[4u * i + 2u]));
    let eps = bitcast<f32>(input[4u * i + 3u]);
    output[2u * i] = bitcast<u32>(lse2(a.x, a.y, eps).value);
    output[2u * i + 1u] = bitcast<u32>(lse3(a, eps).value);`;
  const words = await onSoftware({ library: library.text, body, words: 4, results: 2 }, new Uint32Array(input.buffer));
  const onDevice = new Float32Array(words.buffer, words.byteOffset, words.length);
  for (let i = 0; i < input.length / 4; i++) {
    const [a, b, c, eps] = input.subarray(4 * i, 4 * i + 4);
    for (const n of [2, 3]) {
      const most = n === 2 ? Math.max(a, b) : Math.max(a, b, c);
      if (n === 2) lse2(a, b, eps, out);
      else lse3(a, b, c, eps, out);
      expect(out.value).toBeGreaterThanOrEqual(most);
      expect(out.value).toBeLessThanOrEqual((most + eps * Math.log(n)) * (1 + Math.sign(most) * 1e-15) + 1e-15);
      const device = onDevice[2 * i + n - 2];
      expect(device).toBeGreaterThanOrEqual(most - slack(most, eps));
      expect(device).toBeLessThanOrEqual(most + eps * Math.log(n) + slack(most, eps));
    }
  }
});

test("trajectories of UltraLIF tend to the max-plus LIF", () => {
  // One step: LSE is at most eps log 2 from the maximum and never stretches a difference; the soft reset V sigmoid(-V / eps) is at most
  // 0.2785 eps (the largest x / (1 + e^x)) from min(V, 0). So after t steps: |V_eps - V_max| <= t eps (log 2 + 0.2785).
  const [steps, neurons] = [50, 200];
  const dice = new Dice(6, "trajectories");
  const inputs = dice.list(steps * neurons, -2, 0.5);
  const worst: number[] = [];
  for (const eps of [20, 1, 0.1, 1e-2, 1e-3, 1e-4]) {
    // The equations keep their form when V, I, log tau and eps are scaled together: eps below its bound stands for the same neuron, larger.
    const scale = eps < 0.1 ? 0.1 / eps : 1;
    const layer = layerOf({ layer: "UltraLIF", readout: "membrane" }, whole(steps, 1, neurons));
    layer.inputs.set(inputs.map((x) => scale * x));
    layer.raw[0] = scale * Math.log(0.9);
    layer.raw[1] = Math.fround(Math.log(scale * eps));
    layer.play("forward");
    const v = new Float64Array(neurons);
    let most = 0;
    for (let t = 0; t < steps; t++) {
      for (let i = 0; i < neurons; i++) {
        v[i] = Math.min(0, Math.max(v[i] + Math.log(0.9), inputs[t * neurons + i]));
        const error = Math.abs(layer.outputs[t * neurons + i] / scale - v[i]);
        expect(error).toBeLessThanOrEqual((t + 1) * eps * (Math.log(2) + 0.2785) + 1e-6);
        most = Math.max(most, error);
      }
    }
    worst.push(most);
  }
  expect(worst.at(-1)).toBeLessThan(1e-3);
  expect([...worst].sort((a, b) => b - a)).toEqual(worst);
});

const ULTRA: readonly (UltraLifSpec | UltraDlifSpec | SoftLifSpec)[] = [
  { layer: "UltraLIF" },
  { layer: "UltraPLIF", ds: true },
  { layer: "UltraDLIF" },
  { layer: "UltraDPLIF", ds: true },
  { layer: "UltraDPLIF", variant: "readme" },
  { layer: "SigmaLIF" },
];

it.each([0.1, 0.5, 1, 5, 20])("ds/dV is at most 1 / (4 eps), eps %f", (eps) => {
  const neurons = 401;
  // SigmaLIF has V = I in its first step: its gradient is the slope itself, and V = 0 has the largest.
  const sigma = layerOf({ layer: "SigmaLIF", eps }, whole(1, 1, neurons));
  sigma.inputs.set(Float64Array.from(sigma.inputs, (_, i) => (eps * (i - 200)) / 20));
  sigma.gradOutputs.fill(1);
  sigma.learn();
  const slopes = Array.from(sigma.gradInputs);
  expect(Math.max(...slopes)).toBeCloseTo(1 / (4 * sigmaEps(eps)), 5);
  expect(slopes.indexOf(Math.max(...slopes))).toBe(200);
  for (const layer of ["UltraLIF", "UltraDLIF"] as const) {
    const ultra = layerOf({ layer, eps }, whole(1, 1, neurons));
    ultra.inputs.set(sigma.inputs);
    // Of one spike to all inputs: shares of a soft maximum times the slope.
    for (let one = 0; one < neurons; one += 40) {
      ultra.gradOutputs.fill(0);
      ultra.gradOutputs[one] = 1;
      ultra.learn();
      expect(ultra.gradInputs.reduce((sum, grad) => sum + Math.abs(grad), 0)).toBeLessThanOrEqual((1 / (4 * eps)) * (1 + 1e-6));
    }
  }
});

const sigmaEps = (eps: number) => Math.exp(Math.fround(Math.log(eps)));

it.each(ULTRA.map((spec) => [show(spec), spec] as const))(
  "%s: stable at every eps for inputs up to 1e4",
  async (name, spec) => {
    const size = { ...whole(12, 2, 37) };
    const dice = new Dice(8, name);
    for (const eps of [0.1, 1, 20]) {
      const inputs = Float32Array.from({ length: 12 * 2 * 37 }, (_, i) => {
        const far = 10 ** dice.uniform(-2, 4);
        return [far, -far, 1e4, -1e4, 0][i % 5];
      });
      const layers = (["f32", "f64"] as const).map((precision) => layerOf({ ...spec, eps }, size, precision));
      for (const layer of layers) {
        layer.inputs.set(inputs);
        layer.gradOutputs.fill(1);
        layer.learn();
        for (const values of [layer.outputs, layer.gradInputs, layer.gradients]) expect(values.every(Number.isFinite)).toBe(true);
        expect(layer.outputs.every((s) => s >= 0 && s <= 1)).toBe(true);
      }
      const { program, input, output } = layerProgram({ ...spec, eps }, size);
      const kernels = await GpuProgram.create(await softwareDevice(), program);
      kernels.write(input.name, inputs);
      kernels.write(output.grad as string, Float32Array.from(layers[0].gradOutputs));
      kernels.write(PARAMETERS, Float32Array.from(layers[0].parameters));
      for (const sequence of ["forward", "backward"]) await kernels.run(sequence);
      for (const buffer of [output.name, input.grad as string, "gradients"])
        expect((await kernels.read(buffer, "f32")).every(Number.isFinite), `${buffer}, eps ${eps}`).toBe(true);
    }
  },
  60_000,
);
