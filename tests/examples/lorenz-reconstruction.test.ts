/** The studies that learn Lorenz's attractor, in small: a few epochs of shorter series. */
import { expect, test } from "vitest";
import { fiveTrained } from "../../examples/al-rnn-lorenz/index.ts";
import { reconstructed } from "../../examples/plrnn-lorenz/index.ts";
import { observedLorenz } from "../../examples/shared/lorenz63.ts";
import { judge, trained } from "../../examples/shared/reconstruction.ts";
import type { PlrnnSpec } from "../../src/cell/plrnn-spec.ts";
import type { ReconstructionSpec } from "../../src/cell/reconstruction-spec.ts";
import type { StateDict } from "../../src/learn/state-dict.ts";
import { cpuBench, ON_CPU } from "./study.ts";

const JUDGING = { steps: 3000, transient: 1000 };

test("the series: standardised, noisy for training, smooth and of the attractor for the test", () => {
  const { train, test } = observedLorenz(20_000, 0.05, 1);
  for (const [series, roughness] of [
    [train, 0.05],
    [test, 0],
  ] as const) {
    for (let d = 0; d < 3; d++) {
      const own = series.filter((_, i) => i % 3 === d);
      const mean = own.reduce((sum, x) => sum + x, 0) / own.length;
      expect(Math.abs(mean)).toBeLessThan(0.2);
      expect(Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / own.length)).toBeCloseTo(1, 1);
      // Fourth differences of white noise have 70 times its variance; of the flow next to none.
      const rough = Array.from(
        { length: own.length - 4 },
        (_, t) => own[t] - 4 * own[t + 1] + 6 * own[t + 2] - 4 * own[t + 3] + own[t + 4],
      );
      expect(Math.sqrt(rough.reduce((sum, x) => sum + x * x, 0) / rough.length / 70)).toBeCloseTo(roughness, 2);
    }
  }
});

test("a free trajectory is held against the truth: the same circle, and one gone round at another speed", async () => {
  const spec: PlrnnSpec = { cell: "al_rnn", units: 2, rectified: 0, observed: 2 };
  const turning = (angle: number): StateDict => ({
    A: { shape: [2], data: new Float32Array(2) },
    W: { shape: [2, 2], data: Float32Array.of(Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)) },
    h: { shape: [2], data: new Float32Array(2) },
  });
  const truth = Float32Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? Math.cos : Math.sin)(0.1 * Math.floor(i / 2)));
  const bench = cpuBench();
  const judged = (angle: number) => judge(spec, turning(angle), truth, { steps: 1500, transient: 100 }, bench);
  const [same, faster, wild] = [
    await judged(0.1),
    await judged(0.6),
    await judge(spec, { ...turning(0.1), A: { shape: [2], data: Float32Array.of(9, 9) } }, truth, JUDGING, bench),
  ];
  expect(same!.states.length).toBe(3000);
  expect(same!.divergence).toBeLessThan(0.05);
  expect(same!.distance).toBeLessThan(0.05);
  expect(faster!.divergence).toBeLessThan(0.05);
  expect(faster!.distance).toBeGreaterThan(0.5);
  expect(wild).toBeUndefined();
});

test("al-rnn-lorenz: trainings get on, each one's best epoch and the best of them are those of the training series", async () => {
  const bench = cpuBench();
  const sizes = { seeds: 2, epochs: 20, observations: 10_000, judged: JUDGING.steps, lookEvery: 5 };
  const { courses, judged, best } = await fiveTrained(sizes, 1, bench);
  expect(courses.map(({ seed }) => seed)).toEqual([1, 2]);
  for (const [k, course] of courses.entries()) {
    const { losses, best, epochs, divergences, norms, strengths } = course;
    expect(losses[19]).toBeLessThan(0.8 * losses[0]);
    expect(epochs).toEqual([5, 10, 15, 20]);
    expect(best.divergence).toBe(Math.min(...divergences));
    expect(epochs[divergences.indexOf(best.divergence)]).toBe(best.epoch);
    expect(norms.length).toBe(1000);
    expect(new Set(strengths)).toEqual(new Set([1]));
    const { regions, sequence } = judged[k]!;
    expect(regions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(sequence.length).toBe(JUDGING.steps);
  }
  expect(courses[best].best.divergence).toBe(Math.min(...courses.map(({ best }) => best.divergence)));
  expect(bench.simulations).toEqual(ON_CPU);
}, 120_000);

/** Shorter sequences and larger rates than the studies': what a few seconds can learn. */
function quickly(model: PlrnnSpec, forcing: ReconstructionSpec["forcing"], epochs: number, lr: number) {
  const spec: ReconstructionSpec = {
    ...{ model, forcing, steps: 40, batches: 50, batch: 16, seed: 1 },
    optimiser: { optimiser: "RAdam", lr },
    schedule: { schedule: "exponential", epochs, lr_end: 1e-4 },
  };
  const bench = cpuBench();
  const { train, test } = observedLorenz(10_000, 0.05, 1);
  const course = trained(train, { spec, epochs, every: 20, steps: 5000, transient: 500 }, bench, () => {});
  return course.then(async (found) => ({
    loss: found.losses[epochs - 1],
    judgement: await judge(model, found.best.weights, test, { steps: 8000, transient: 500 }, bench),
  }));
}

test("a shallow PLRNN learns the attractor: its errors come down to the noise, its free trajectory fills space as the truth does", async () => {
  const model: PlrnnSpec = { cell: "shallow_plrnn", units: 3, hidden: 50, observed: 3 };
  const { loss, judgement } = await quickly(model, { forcing: "generalised", alpha: 0.15 }, 120, 0.01);
  // The noise alone has 0.0025. One that ends in a point or a cycle has a D_stsp of 12.
  expect(loss).toBeLessThan(0.005);
  expect(judgement!.divergence).toBeLessThan(5);
  expect(judgement!.distance).toBeLessThan(0.15);
}, 120_000);

test("an almost-linear RNN tells where the flow goes far better than a linear one", async () => {
  const lossOf = async (rectified: number) =>
    (await quickly({ cell: "al_rnn", units: 20, rectified, observed: 3 }, { forcing: "sparse", every: 8 }, 40, 0.005)).loss;
  const [bent, linear] = [await lossOf(2), await lossOf(0)];
  expect(bent).toBeLessThan(0.03);
  expect(linear).toBeGreaterThan(1.5 * bent);
}, 120_000);

test("plrnn-lorenz: the training gets on, gradients stay small, alpha falls", async () => {
  const sizes = { epochs: 20, observations: 10_000, lookEvery: 10, looked: 3000, judged: 3000, long: 500 };
  const { course, judgement, long } = await reconstructed(sizes, 1, cpuBench());
  expect(course.losses[19]).toBeLessThan(0.75 * course.losses[0]);
  expect(Math.max(...course.norms)).toBeLessThan(2);
  expect(course.strengths[999]).toBeCloseTo(0.999 ** 200, 2);
  expect(judgement!.observed.length).toBe(3 * 3000);
  expect(long.forced).toBeGreaterThan(0);
  expect(long.free).toBeGreaterThan(2 * long.forced);
}, 120_000);
