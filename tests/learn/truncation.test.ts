/** Truncated backpropagation: the gradient of a network whose state is a constant wherever it was cut, by central differences in float64. */
import { expect, test } from "vitest";
import { compileTraining } from "../../src/learn/compile.ts";
import type { TrainingSpec } from "../../src/learn/training-spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { CLASSES, FEATURES, smallData, smallSpec } from "./small.ts";

const [HIDDEN, BATCH, STEPS] = [4, 12, 5];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** A network of one hidden layer of UltraPLIF, written out: parameters as they lie in the flat buffer. */
function lossOf(
  p: Float64Array,
  at: readonly number[],
  input: Float64Array,
  labels: readonly number[],
  held: number[][],
  cut: number,
): number {
  const [w1, b1, raw, w2, b2] = at;
  const [logTau, eps] = [p[raw], Math.exp(p[raw + 1])];
  let total = 0;
  for (let b = 0; b < BATCH; b++) {
    const v = new Float64Array(HIDDEN);
    const logits = new Float64Array(CLASSES);
    for (let t = 0; t < STEPS; t++) {
      if (t % cut === 0 && t > 0) v.set(held[t - 1].slice(b * HIDDEN, (b + 1) * HIDDEN));
      for (let h = 0; h < HIDDEN; h++) {
        let current = p[b1 + h];
        for (let f = 0; f < FEATURES; f++) current += p[w1 + h * FEATURES + f] * input[(t * BATCH + b) * FEATURES + f];
        const u = eps * Math.log(Math.exp((v[h] + logTau) / eps) + Math.exp(current / eps));
        const s = sigmoid(u / eps);
        v[h] = u * (1 - s);
        for (let c = 0; c < CLASSES; c++) logits[c] += (p[w2 + c * HIDDEN + h] * s) / STEPS;
      }
    }
    for (let c = 0; c < CLASSES; c++) logits[c] += p[b2 + c];
    total += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[labels[b]];
  }
  return total / BATCH;
}

test.each([1, 2, 3, 5])("cut every %d of 5 steps", async (truncate) => {
  const network: TrainingSpec["network"] = {
    input: [FEATURES],
    layers: [
      { layer: "Linear", in_features: FEATURES, out_features: HIDDEN },
      { layer: "UltraPLIF" },
      { layer: "Linear", in_features: HIDDEN, out_features: CLASSES },
    ],
  };
  const spec: TrainingSpec = { ...smallSpec, network, steps: STEPS, truncate, optimiser: { optimiser: "SGD", lr: 1 } };
  const { program, recording } = compileTraining(spec, smallData);
  const cpu = new CpuProgram(program, "f64");
  cpu.write("clock", Uint32Array.of(0, 0, 0, 53));
  cpu.write("rates", Float32Array.of(1));
  const parameters = cpu.view("parameters") as Float64Array;
  const before = parameters.slice();
  await cpu.run("train");
  const gradient = before.map((value, i) => value - parameters[i]);
  const at = recording.parameters.map((parameter) => parameter.at);
  const input = cpu.view("input") as Float64Array;
  const states = cpu.view("1.states");
  const held = Array.from({ length: STEPS }, (_, t) => [...states.slice(t * BATCH * HIDDEN, (t + 1) * BATCH * HIDDEN)]);
  const labels = [...smallData.train.labels.subarray(0, BATCH)];
  const step = 1e-5;
  for (const { at: first, length } of recording.parameters) {
    for (let i = first; i < first + length; i++) {
      const moved = (by: number) => {
        const p = before.slice();
        p[i] += by;
        return lossOf(p, at, input, labels, held, truncate);
      };
      expect(gradient[i]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 8);
    }
  }
});
