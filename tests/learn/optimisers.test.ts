/** Optimisers over 50 steps in float64 against PyTorch's published formulas, written down number by number. */
import { describe, expect, it, test } from "vitest";
import { type OptimiserSpec, optimiserOf } from "../../src/learn/optimisers.ts";
import { learningRate, type ScheduleSpec } from "../../src/learn/schedules.ts";
import type { Parameter } from "../../src/learn/tensor.ts";
import { CLOCK_WORDS, Clock } from "../../src/twins/lib/batch.ts";

const STEPS = 50;
const LENGTH = 12;
/** Two numbers of a neuron, of which one is fixed, then a weight; one number of padding between. */
const PARAMETERS: readonly Parameter[] = [
  { name: "0.raw", shape: [2], at: 0, length: 2, fields: ["log_tau", "log_eps"], learnt: [false, true] },
  { name: "1.weight", shape: [2, 4], at: 4, length: 8 },
];
const FIXED = [0];

/** One number's optimiser: takes a gradient, gives the number after the step. */
type Oracle = (p: number) => (g: number, t: number, lr: number) => number;

const adam =
  (b1 = 0.9, b2 = 0.999, eps = 1e-8): Oracle =>
  (p) => {
    let [m, v] = [0, 0];
    return (g, t, lr) => {
      m += (g - m) * (1 - b1);
      v = b2 * v + (1 - b2) * g ** 2;
      const mHat = m / (1 - b1 ** t);
      const vHat = v / (1 - b2 ** t);
      p -= (lr * mHat) / (Math.sqrt(vHat) + eps);
      return p;
    };
  };

const radam =
  (b1 = 0.9, b2 = 0.999, eps = 1e-8): Oracle =>
  (p) => {
    let [m, v] = [0, 0];
    const rhoInf = 2 / (1 - b2) - 1;
    return (g, t, lr) => {
      m += (g - m) * (1 - b1);
      v = b2 * v + (1 - b2) * g ** 2;
      const mHat = m / (1 - b1 ** t);
      const rho = rhoInf - (2 * t * b2 ** t) / (1 - b2 ** t);
      if (rho > 5) {
        const l = Math.sqrt(1 - b2 ** t) / (Math.sqrt(v) + eps);
        const r = Math.sqrt(((rho - 4) * (rho - 2) * rhoInf) / ((rhoInf - 4) * (rhoInf - 2) * rho));
        p -= lr * mHat * r * l;
      } else p -= lr * mHat;
      return p;
    };
  };

const sgd =
  (momentum = 0): Oracle =>
  (p) => {
    let b = 0;
    return (g, t, lr) => {
      b = t > 1 ? momentum * b + g : g;
      p -= lr * b;
      return p;
    };
  };

const rmsprop =
  (alpha = 0.99, eps = 1e-8): Oracle =>
  (p) => {
    let v = 0;
    return (g, _, lr) => {
      v = alpha * v + (1 - alpha) * g ** 2;
      p -= (lr * g) / (Math.sqrt(v) + eps);
      return p;
    };
  };

const adadelta =
  (rho = 0.9, eps = 1e-6): Oracle =>
  (p) => {
    let [v, u] = [0, 0];
    return (g, _, lr) => {
      v = v * rho + g ** 2 * (1 - rho);
      const delta = (Math.sqrt(u + eps) / Math.sqrt(v + eps)) * g;
      u = u * rho + delta ** 2 * (1 - rho);
      p -= lr * delta;
      return p;
    };
  };

const CASES: readonly [string, OptimiserSpec, Oracle, number][] = [
  ["Adam", { optimiser: "Adam" }, adam(), 0.001],
  ["Adam of tutorial 5, other eps", { optimiser: "Adam", lr: 5e-4, betas: [0.8, 0.95], eps: 1e-3 }, adam(0.8, 0.95, 1e-3), 5e-4],
  ["RAdam", { optimiser: "RAdam" }, radam(), 0.001],
  ["RAdam that is adaptive sooner", { optimiser: "RAdam", lr: 0.02, betas: [0.7, 0.9], eps: 1e-4 }, radam(0.7, 0.9, 1e-4), 0.02],
  ["SGD", { optimiser: "SGD" }, sgd(), 0.001],
  ["SGD with momentum", { optimiser: "SGD", lr: 0.1, momentum: 0.9 }, sgd(0.9), 0.1],
  ["RMSprop", { optimiser: "RMSprop" }, rmsprop(), 0.01],
  ["RMSprop, other numbers", { optimiser: "RMSprop", lr: 0.02, alpha: 0.8, eps: 1e-2 }, rmsprop(0.8, 1e-2), 0.02],
  ["Adadelta", { optimiser: "Adadelta" }, adadelta(), 1],
  ["Adadelta, other numbers", { optimiser: "Adadelta", lr: 0.5, rho: 0.7, eps: 1e-3 }, adadelta(0.7, 1e-3), 0.5],
];

/** Gradients that hang on the parameter and the step, and change sign. */
const gradientOf = (p: number, i: number, t: number) => Math.sin(3 * i + t) + 0.3 * p;
const startOf = (i: number) => Math.cos(i);
/** The rate changes at times, as with a schedule. */
const rateOf = (lr: number, t: number) => (t > 30 ? lr / 3 : lr);

/** Parameters after each of 50 steps. */
function trained(spec: OptimiserSpec): number[][] {
  const optimiser = optimiserOf(spec, { length: LENGTH, parameters: PARAMETERS });
  const buffers: Record<string, Float64Array | Uint32Array> = {
    parameters: Float64Array.from({ length: LENGTH }, (_, i) => startOf(i)),
    gradients: new Float64Array(LENGTH),
    rates: Float64Array.from(Array.from({ length: STEPS }, (_, k) => optimiser.row(k + 1, rateOf(optimiser.lr, k + 1))).flat()),
    clock: new Uint32Array(CLOCK_WORDS),
  };
  for (const [name, { length }] of Object.entries(optimiser.buffers)) buffers[name] = new Float64Array(length);
  return Array.from({ length: STEPS }, (_, k) => {
    buffers.clock[Clock.cursor] = k;
    for (let i = 0; i < LENGTH; i++) buffers.gradients[i] += FIXED.includes(i) ? 0 : gradientOf(buffers.parameters[i], i, k + 1);
    for (const { kernel, shape, bindings } of optimiser.stages)
      (kernel.twin as (...args: unknown[]) => void)(shape, ...Object.values(bindings).map((name) => buffers[name]));
    return [...buffers.parameters];
  });
}

/** The same by the oracle. @param change of all gradients together, before each number's own step */
function expected(oracle: Oracle, lr: number, decay = 0, change: (g: number[]) => number[] = (g) => g): number[][] {
  const p = Array.from({ length: LENGTH }, (_, i) => startOf(i));
  const steps = p.map((value) => oracle(value));
  const learnt = (i: number) => !FIXED.includes(i) && i !== 2 && i !== 3;
  return Array.from({ length: STEPS }, (_, k) => {
    const g = change(p.map((value, i) => (FIXED.includes(i) ? 0 : gradientOf(value, i, k + 1))));
    for (let i = 0; i < LENGTH; i++) p[i] = steps[i](g[i] + (learnt(i) ? decay * p[i] : 0), k + 1, rateOf(lr, k + 1));
    return [...p];
  });
}

function expectClose(got: number[][], wanted: number[][]): void {
  const most = got.flatMap((row, k) => row.map((value, i) => Math.abs(value - wanted[k][i]))).reduce((a, b) => Math.max(a, b), 0);
  expect(most).toBeLessThan(1e-12);
}

describe("optimisers over 50 steps", () => {
  it.each(CASES)("%s", (_, spec, oracle, lr) => {
    expectClose(trained(spec), expected(oracle, lr));
  });

  it.each(CASES)("%s with weight decay of what is learnt", (_, spec, oracle, lr) => {
    expectClose(trained({ ...spec, weight_decay: 0.05 }), expected(oracle, lr, 0.05));
  });

  it("gradients clipped by their norm, before they decay", () => {
    const limit = 1.5;
    let clipped = 0;
    const change = (g: number[]) => {
      const scale = Math.min(1, limit / (Math.hypot(...g) + 1e-6));
      clipped += Number(scale < 1);
      return g.map((value) => value * scale);
    };
    expectClose(
      trained({ optimiser: "SGD", lr: 0.1, momentum: 0.5, clip: limit, weight_decay: 0.05 }),
      expected(sgd(0.5), 0.1, 0.05, change),
    );
    expect(clipped).toBeGreaterThan(30);
    expectClose(trained({ optimiser: "SGD", lr: 0.1, clip: 1e6 }), expected(sgd(), 0.1));
  });
});

test("cosine annealing by PyTorch's recurrence", () => {
  const [epochs, lr, lr_min] = [20, 0.1, 0.004];
  // CosineAnnealingLR.get_lr, step by step.
  let rate = lr;
  for (let epoch = 0; epoch <= epochs; epoch++) {
    if (epoch > 0)
      rate = ((1 + Math.cos((Math.PI * epoch) / epochs)) / (1 + Math.cos((Math.PI * (epoch - 1)) / epochs))) * (rate - lr_min) + lr_min;
    expect(learningRate({ schedule: "cosine", epochs, lr_min }, lr, epoch)).toBeCloseTo(rate, 12);
  }
  expect(learningRate({ schedule: "cosine", epochs }, lr, epochs)).toBeCloseTo(0, 15);
  expect(learningRate({ schedule: "constant" }, lr, 17)).toBe(lr);
});

test("steps: the rate falls each time so many epochs are over, as PyTorch's StepLR", () => {
  const rates = (schedule: ScheduleSpec) => Array.from({ length: 6 }, (_, epoch) => learningRate(schedule, 0.8, epoch));
  const close = (got: readonly number[], wanted: readonly number[]) =>
    wanted.forEach((rate, epoch) => {
      expect(got[epoch]).toBeCloseTo(rate, 12);
    });
  close(rates({ schedule: "step", epochs: 2, gamma: 0.5 }), [0.8, 0.8, 0.4, 0.4, 0.2, 0.2]);
  close(rates({ schedule: "step", epochs: 4 }), [0.8, 0.8, 0.8, 0.8, 0.08, 0.08]);
});
