/** Tempotrons against a definition on a fine grid of time, and against themselves in other chunks and on the software adapter. */
import { expect, test } from "vitest";
import { CancelledError, InputError } from "../../src/errors.ts";
import {
  kernelPeak,
  latencyPatterns,
  Tempotron,
  type TempotronPattern,
  type TempotronSpec,
  type TempotronTask,
  tempotronVoltage,
} from "../../src/local/tempotron.ts";
import { Dice } from "../../src/verify/dice.ts";

const kernel = { tau: 15, tau_s: 3.75 };

/** Patterns with several spikes an afferent and some with none; of some tasks weights are negative. */
function tasksOf(afferents: number, count: number): TempotronTask[] {
  const dice = new Dice(4, "tasks");
  return Array.from({ length: count }, (_, t) => ({
    patterns: Array.from({ length: 9 }, (_, k): TempotronPattern => {
      const size = k === 0 ? 1 : dice.whole(5, 40);
      return {
        times: dice.list(size, 0, 100),
        afferents: Uint32Array.from({ length: size }, () => dice.whole(0, afferents - 1)),
        fires: k % 2 === 0,
      };
    }),
    weights: dice.list(afferents, t === 0 ? -0.5 : -0.2, t === 0 ? -0.1 : 0.5),
  }));
}

const spec: TempotronSpec = { afferents: 12, duration: 100, rate: 0.05, momentum: 0.5, tasks: tasksOf(12, 3) };

test("the kernel peaks at 1", () => {
  const times = Float64Array.from({ length: 6000 }, (_, k) => k / 100);
  const v = tempotronVoltage(kernel, [1], { times: [0], afferents: [0] }, times);
  expect(Math.max(...v)).toBeCloseTo(1, 6);
  expect(kernelPeak(15, 3.75)).toBeCloseTo(2.1165, 4);
});

/** Passes by the definition, V on a grid behind the first spike. */
function byDefinition({ tasks, rate, momentum = 0 }: TempotronSpec, passes: number) {
  const weights = tasks.map((task) => Float64Array.from(task.weights));
  const moves = weights.map((own) => new Float64Array(own.length));
  const errors: number[][] = [];
  for (let pass = 0; pass < passes; pass++) {
    errors.push(
      tasks.map(({ patterns }, t) => {
        let wrong = 0;
        for (const pattern of patterns) {
          const begin = Math.min(...Array.from(pattern.times));
          const times = Float64Array.from({ length: 20_000 }, (_, k) => begin + ((k + 1) / 20_000) * (100 - begin));
          const v = tempotronVoltage(kernel, weights[t]!, pattern, times);
          let best = 0;
          for (let k = 1; k < v.length; k++) if (v[k]! > v[best]!) best = k;
          const fired = v[best]! >= 1;
          if (fired === pattern.fires) continue;
          wrong++;
          for (let i = 0; i < weights[t]!.length; i++) {
            const one = new Float64Array(weights[t]!.length);
            one[i] = 1;
            const [sum] = tempotronVoltage(kernel, one, pattern, [times[best]!]);
            moves[t]![i] = momentum * moves[t]![i]! + (pattern.fires ? rate : -rate) * sum!;
            weights[t]![i]! += moves[t]![i]!;
          }
        }
        return wrong;
      }),
    );
  }
  return { weights, errors };
}

test("passes are those of the definition", async () => {
  const positive = { ...spec, tasks: spec.tasks.slice(1) };
  const tempotrons = await Tempotron.create(positive, { adapter: "cpu" });
  const errors = await tempotrons.train(3);
  const expected = byDefinition(positive, 3);
  expect(errors.map((row) => Array.from(row))).toEqual(expected.errors);
  expect(errors[0]!.some((wrong) => wrong > 0)).toBe(true);
  const weights = await tempotrons.weights();
  expected.weights.forEach((own, t) => {
    own.forEach((weight, i) => {
      expect(weights[t * 12 + i]).toBeCloseTo(weight, 3);
    });
  });
});

test("weights that are all negative learn to fire too", async () => {
  const patterns = latencyPatterns(6, 40, 100, 1).map((pattern) => ({ ...pattern, fires: true }));
  const tempotrons = await Tempotron.create(
    { ...spec, afferents: 40, tasks: [{ patterns, weights: new Float32Array(40).fill(-0.05) }] },
    { adapter: "cpu" },
  );
  const errors = await tempotrons.train(200);
  expect(errors[0]![0]).toBeGreaterThan(0);
  expect(errors[199]![0]).toBe(0);
});

test("passes go on where they ended: in one call or several, to the same bits", async () => {
  const seen = [];
  for (const parts of [[40], [3, 16, 0, 21]]) {
    const tempotrons = await Tempotron.create(spec, { adapter: "cpu" });
    const errors = [];
    for (const passes of parts) errors.push(...(await tempotrons.train(passes)));
    seen.push({ errors, weights: await tempotrons.weights() });
  }
  expect(seen[0]!.errors.length).toBe(40);
  expect(seen[1]).toEqual(seen[0]);
});

test("software learns what the cpu learns", async () => {
  const seen: { errors: readonly Float32Array[]; weights: Float32Array }[] = [];
  for (const adapter of ["cpu", "software"] as const) {
    const tempotrons = await Tempotron.create(spec, { adapter });
    seen.push({ errors: await tempotrons.train(3), weights: await tempotrons.weights() });
    tempotrons.destroy();
  }
  expect(seen[1]!.errors).toEqual(seen[0]!.errors);
  seen[0]!.weights.forEach((weight, i) => {
    expect(seen[1]!.weights[i]).toBeCloseTo(weight, 4);
  });
});

test("random patterns are the seed's: every other one is to fire", () => {
  const patterns = latencyPatterns(10, 20, 500, 3, 1);
  expect(patterns).toEqual(latencyPatterns(10, 20, 500, 3, 1));
  expect(patterns).not.toEqual(latencyPatterns(10, 20, 500, 3, 2));
  expect(patterns.filter(({ fires }) => fires).length).toBe(5);
  const times = patterns.flatMap((pattern) => Array.from(pattern.times));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...times)).toBeLessThanOrEqual(500);
  expect(times.reduce((sum, time) => sum + time, 0) / times.length).toBeCloseTo(250, -2);
});

test("a cancelled training says so", async () => {
  const tempotrons = await Tempotron.create(spec, { adapter: "cpu" });
  await expect(tempotrons.train(3, { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
});

const [task] = spec.tasks as [TempotronTask];
const [pattern] = task.patterns as [TempotronPattern];
const withPattern = (changed: Partial<TempotronPattern>) => ({ tasks: [{ ...task, patterns: [{ ...pattern, ...changed }] }] });

test.each<[string, Partial<TempotronSpec>]>([
  ["afferents: 0: a whole number, 1 or more", { afferents: 0 }],
  ["duration: 0: a finite number, above 0", { duration: 0 }],
  ["tau_s: -1", { tau_s: -1 }],
  ["tau: 3: a finite number, above 3.75", { tau: 3 }],
  ["threshold: 0", { threshold: 0 }],
  ["rate: NaN", { rate: Number.NaN }],
  ["momentum: 1: must be 0 or more and below 1", { momentum: 1 }],
  ["tasks: []: tempotrons need tasks", { tasks: [] }],
  ["tasks[0].patterns: []: a task needs patterns", { tasks: [{ ...task, patterns: [] }] }],
  ["tasks[0].weights: 2: must be 12 numbers, one an afferent", { tasks: [{ ...task, weights: [1, 2] }] }],
  ["tasks[0].weights[0]: NaN: must be a finite number", { tasks: [{ ...task, weights: new Float32Array(12).fill(Number.NaN) }] }],
  ["tasks[0].patterns[0].times: []: a pattern needs spikes", withPattern({ times: [], afferents: [] })],
  ["tasks[0].patterns[0].times[0]: 101: must be 0 to the duration, 100 ms", withPattern({ times: [101], afferents: [0] })],
  ["tasks[0].patterns[0].afferents: 2: must be 1 numbers, one a spike", withPattern({ times: [1], afferents: [0, 1] })],
  ["tasks[0].patterns[0].afferents[0]: 12: a whole number, 0 to 11", withPattern({ times: [1], afferents: [12] })],
])("%s", async (message, changed) => {
  const attempt = Tempotron.create({ ...spec, ...changed }, { adapter: "cpu" });
  await expect(attempt).rejects.toThrow(InputError);
  await expect(attempt).rejects.toThrow(message);
});

test("weights that stop being finite end the training with their task", async () => {
  const patterns = Array.from({ length: 8 }, (_, k) => ({ times: [1, 2], afferents: [0, 1], fires: k % 2 === 0 }));
  const task = { patterns, weights: [0, 0] };
  const tempotron = await Tempotron.create({ afferents: 2, duration: 10, rate: 3e38, tasks: [task] }, { adapter: "cpu" });
  await expect(tempotron.train(20)).rejects.toThrow("take a smaller rate");
  tempotron.destroy();
});
