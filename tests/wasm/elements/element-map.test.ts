/** Functions of the shaders' text taken of arrays in WebAssembly: what they give, where they write, where they leave the work to the twin. */
import { afterAll, expect, test } from "vitest";
import gelu from "../../../shaders/lib/gelu.wgsl";
import { gelu as geluStage } from "../../../src/operator/kernels/gelu.ts";
import { geluBackward } from "../../../src/operator/kernels/gelu_backward.ts";
import { CpuProgram } from "../../../src/plan/program-cpu.ts";
import { geluOf, geluSlope } from "../../../src/twins/lib/gelu.ts";
import { bothWays } from "../../../src/verify/stage.ts";
import { workWithin } from "../../../src/wasm/assembler/memory.ts";
import { ElementMap } from "../../../src/wasm/elements/element-map.ts";
import { closeDevice, softwareDevice } from "../../twins/lib/kernel.ts";

afterAll(closeDevice);

const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => 9 * Math.sin(1.7 * i + 0.3));

function arrays(count: number) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  workWithin(memory);
  const [inputs, grads, outputs] = [0, 1, 2].map((k) => new Float32Array(memory.buffer, 4 * (7 + k * 1000), count + 5).fill(Number.NaN));
  inputs.set(numbers(count));
  grads.set(numbers(count).map((value) => value / 7));
  return { inputs, grads, outputs };
}

test.each([4, 5, 6, 7, 8, 63, 501])("%i numbers: each is what the twin gives, nothing behind them is touched", (count) => {
  const { inputs, grads, outputs } = arrays(count);
  const check = (expected: (x: number, grad: number) => number) => {
    for (let i = 0; i < count; i++)
      expect(Math.abs(outputs[i] - expected(inputs[i], grads[i]))).toBeLessThanOrEqual(3e-7 * Math.max(1, Math.abs(inputs[i])));
    expect(outputs.slice(count)).toEqual(new Float32Array(5).fill(Number.NaN));
  };
  expect(new ElementMap(gelu.text, "gelu").runFlat(count, [inputs], outputs)).toBe(true);
  check(geluOf);
  expect(new ElementMap(gelu.text, "gelu_adjoint").runFlat(count, [inputs, grads], outputs)).toBe(true);
  check((x, grad) => grad * geluSlope(x));
});

test("scalars are the same for all elements; a multiple of four may be mapped in place", () => {
  const { inputs, grads } = arrays(64);
  const before = inputs.slice();
  const map = new ElementMap("fn blend(a: f32, b: f32, share: f32, shift: f32) -> f32 { return a + share * (b - a) + shift; }", "blend");
  for (const [share, shift] of [
    [0.25, 0.5],
    [0.75, -3],
  ]) {
    inputs.set(before);
    expect(map.runFlat(64, [inputs, grads], inputs, [share, shift])).toBe(true);
    const f = Math.fround;
    const expected = Array.from({ length: 64 }, (_, i) => f(f(before[i] + f(share * f(grads[i] - before[i]))) + shift));
    expect([...inputs.subarray(0, 64)]).toEqual(expected);
    expect(inputs.slice(64)).toEqual(before.slice(64));
  }
});

test("too few numbers, and arrays elsewhere or apart, are left alone", () => {
  const { inputs, outputs } = arrays(3);
  const map = new ElementMap(gelu.text, "gelu");
  expect(map.runFlat(3, [inputs], outputs)).toBe(false);
  expect(map.runFlat(8, [numbers(8)], outputs)).toBe(false);
  expect(map.runFlat(8, [arrays(8).inputs], outputs)).toBe(false);
  expect(map.runFlat(8, [numbers(8)], new Float32Array(8))).toBe(false);
  expect([...outputs].every(Number.isNaN)).toBe(true);
});

test("a function that is not there, or gives no number", () => {
  const { inputs, outputs } = arrays(8);
  expect(() => new ElementMap(gelu.text, "relu").runFlat(8, [inputs], outputs)).toThrow("fn relu is missing");
  expect(() => new ElementMap("fn no(x: f32) -> bool { return x > 0.0; }", "no").runFlat(8, [inputs], outputs)).toThrow(
    "fn no does not give 1 f32",
  );
});

test("a program's GELU on the cpu has the bits of the kernel on software", async () => {
  const count = 1001;
  const inputs = numbers(count);
  const grads = inputs.map((value) => value / 7);
  const forward = geluStage("gelu", { count }, { inputs: "inputs", outputs: "outputs" });
  const backward = geluBackward("gelu", { count }, { inputs: "inputs", grad_outputs: "grads", grad_inputs: "inner" });
  const floats = (data: Float32Array) => ({ type: "f32" as const, length: count, data: data.slice() });
  const zeros = { type: "f32" as const, length: count };
  const cpu = new CpuProgram({
    buffers: { inputs: floats(inputs), grads: floats(grads), outputs: zeros, inner: { ...zeros } },
    sequences: { both: [forward, backward] },
  });
  await cpu.run("both");
  const device = await softwareDevice();
  const found = await bothWays(device, forward, { inputs, outputs: new Float32Array(count) }, undefined);
  expect(cpu.view("outputs")).toEqual(found.got.outputs);
  const back = await bothWays(device, backward, { inputs, grads, inner: new Float32Array(count) }, undefined);
  expect(cpu.view("inner")).toEqual(back.got.inner);
});
