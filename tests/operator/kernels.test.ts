/** The kernels of an operator against their twins, on random operands with poisoned outputs; faults planted in the kernels; GELU against erf. */
import { expect, test } from "vitest";
import { gelu } from "../../src/operator/kernels/gelu.ts";
import { geluBackward } from "../../src/operator/kernels/gelu_backward.ts";
import { geluOf, geluSlope, normalShare } from "../../src/twins/lib/gelu.ts";
import { operatorChecks } from "../../src/verify/operator.ts";
import { bothWays } from "../../src/verify/stage.ts";
import { softwareDevice } from "../twins/lib/kernel.ts";
import { kernelTests } from "../twins/lib/kernel-tests.ts";

kernelTests(operatorChecks, [
  ["operator gelu", "4.67735263e-3", "4.67e-3"],
  ["operator gelu", "x > 0.0), abs(x) >= PHI_REACH", "x < 0.0), abs(x) >= PHI_REACH"],
  ["operator gelu backward", "- 1.28872976e-2", "+ 1.28872976e-2"],
  ["operator gelu backward", "grad * gelu_slope", "gelu_slope"],
  ["operator gate", "shape.gates_at + i % shape.columns", "i % shape.columns"],
  ["operator gate", "shape.accumulate != 0u", "true"],
  ["operator gate", "if (shape.gated != 0u)", "if (true)"],
  ["operator gate gradient", "row += SHARES", "row += SHARES + 1u"],
  ["operator gate gradient", "half >= COLUMNS", "half > COLUMNS"],
  ["operator reframe", "point < i32(points)", "point <= i32(points)"],
  ["operator reframe", "(i32(before) - i32(after)) / 2", "0"],
  ["operator gather fields", "order[place] * shape.places", "place * shape.places"],
  ["operator gather fields", "point * shape.axes + column - shape.channels", "point * shape.axes"],
  ["operator gather fields", "else if (place < clock[EXAMPLES])", "else if (place + 1u < clock[EXAMPLES])"],
  ["operator gather fields", "shape.first + row", "row"],
  ["operator field error", "sqrt(squares) * norm", "squares * norm"],
  ["operator field error", "slope * error * scales[2u * channel]", "slope * error"],
  ["operator field error", "min(shape.whole, clock[EXAMPLES]", "max(shape.whole, clock[EXAMPLES]"],
  ["operator field error", "relatives[shape.first + b]", "relatives[b]"],
  ["operator field error", "if (known) { example = order[place]; }", "if (known) { example = place; }"],
  ["operator field error, squared", "2.0 / (f32(count)", "1.0 / (f32(count)"],
]);

/** erf(x / sqrt 2) / 2 for x >= 0, in float64: by its Taylor series, further out by the continued fraction of erfc. */
function halfErf(x: number): number {
  const z = x / Math.SQRT2;
  if (z < 3) {
    let [sum, term] = [0, z];
    for (let n = 0; Math.abs(term) > 1e-20; n++) {
      sum += term / (2 * n + 1);
      term *= -(z * z) / (n + 1);
    }
    return sum / Math.sqrt(Math.PI);
  }
  let tail = z;
  for (let k = 60; k >= 1; k--) tail = z + k / 2 / tail;
  return 0.5 - Math.exp(-z * z) / (2 * Math.sqrt(Math.PI) * tail);
}

/** Phi(x) - 1/2 and the slope of GELU - 1/2, for x >= 0. */
const EXACT = {
  phi: halfErf,
  slope: (x: number) => halfErf(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
};

test("the oracle is erf: values of tables", () => {
  for (const [x, erf] of [
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3.2, 0.9999939742388483],
    [4.5, 0.9999999998033839],
  ])
    expect(Math.abs(2 * halfErf(x * Math.SQRT2) - erf)).toBeLessThan(1e-14);
});

test("GELU and its slope are those of erf: to 3e-8 in the twin, to float32's rounding in the kernel", async () => {
  const count = 20_001;
  const inputs = Float32Array.from({ length: count }, (_, i) => 8 * ((2 * i) / (count - 1) - 1) ** 3);
  const sign = Math.sign;
  for (const x of inputs) {
    const [phi, slope] = [EXACT.phi(Math.abs(x)), EXACT.slope(Math.abs(x))];
    expect(Math.abs(normalShare(x) - 0.5 - sign(x) * phi)).toBeLessThanOrEqual(3e-8 * phi + 1e-16);
    expect(Math.abs(geluSlope(x) - 0.5 - sign(x) * slope)).toBeLessThanOrEqual(3e-8 * slope + 1e-16);
    expect(geluOf(x)).toBe(x * normalShare(x));
  }
  const device = await softwareDevice();
  const ones = new Float32Array(count).fill(1);
  const forward = await bothWays(
    device,
    gelu("gelu", { count }, { inputs: "inputs", outputs: "outputs" }),
    { inputs, outputs: new Float32Array(count) },
    undefined,
  );
  const names = { inputs: "inputs", grad_outputs: "grad_outputs", grad_inputs: "grad_inputs" };
  const backward = await bothWays(
    device,
    geluBackward("gelu", { count }, names),
    { inputs, grad_outputs: ones, grad_inputs: new Float32Array(count) },
    undefined,
  );
  for (const side of ["got", "expected"] as const) {
    for (let i = 0; i < count; i++) {
      const x = inputs[i];
      const [phi, slope] = [EXACT.phi(Math.abs(x)), EXACT.slope(Math.abs(x))].map((half) => 0.5 + sign(x) * half);
      expect(Math.abs(forward[side].outputs[i] - x * phi)).toBeLessThanOrEqual(3e-7 * Math.abs(x));
      expect(Math.abs(backward[side].grad_inputs[i] - slope)).toBeLessThanOrEqual(3e-7);
    }
  }
});

test("GELU of what is not finite", () => {
  expect([geluOf(Number.NaN), geluSlope(Number.NaN), geluOf(Number.NEGATIVE_INFINITY)]).toEqual([NaN, NaN, NaN]);
  expect([geluOf(Number.POSITIVE_INFINITY), geluOf(1e30), geluOf(-1e30)]).toEqual([Infinity, 1e30, -0]);
});
