/** Piecewise-linear RNNs that are trained to reconstruct a system: what they learn, what their windows and forcing are, what is refused. */
import { expect, test } from "vitest";
import { Plrnn } from "../../src/cell/plrnn.ts";
import type { PlrnnSpec } from "../../src/cell/plrnn-spec.ts";
import { compileReconstruction, gradientNorms, reconstructionTrainer, trainedWeights } from "../../src/cell/reconstruction.ts";
import type { ReconstructionSpec } from "../../src/cell/reconstruction-spec.ts";
import { InputError } from "../../src/errors.ts";
import { PARAMETERS } from "../../src/learn/tensor.ts";

const AL: PlrnnSpec = { cell: "al_rnn", units: 5, rectified: 2, observed: 2 };
const SHALLOW: PlrnnSpec = { cell: "shallow_plrnn", units: 3, hidden: 9, observed: 3 };

/** A circle, seen with two numbers. */
function circle(rows: number): { readonly values: Float32Array; readonly columns: number } {
  return {
    values: Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? Math.cos : Math.sin)(Math.floor(i / 2) / 10)),
    columns: 2,
  };
}

const SPEC: ReconstructionSpec = {
  ...{ model: AL, steps: 20, batch: 8, batches: 10, seed: 3 },
  forcing: { forcing: "sparse", every: 5 },
  optimiser: { optimiser: "RAdam", lr: 0.01 },
  schedule: { schedule: "exponential", epochs: 30, lr_end: 0.001 },
};
const SHALLOW_SPEC: ReconstructionSpec = {
  ...{ ...SPEC, model: { ...SHALLOW, units: 2, observed: 2 } },
  forcing: { forcing: "generalised", alpha: "adaptive" },
};

test.each<[string, ReconstructionSpec]>([
  ["sparse", SPEC],
  ["generalised", SHALLOW_SPEC],
])("%s forcing: a network learns a circle and goes on along it", async (_, spec) => {
  const series = circle(500);
  const trainer = await reconstructionTrainer(spec, series, "cpu");
  const first = await trainer.train();
  let last = first;
  for (let epoch = 1; epoch < 30; epoch++) last = await trainer.train();
  expect(last.loss).toBeLessThan(0.1 * first.loss);
  expect(trainer.learningRate()).toBeCloseTo(0.001, 12);
  const network = await Plrnn.create(spec.model, { weights: await trainedWeights(trainer), adapter: "cpu" });
  const states = network.observed(await network.generate(40, series.values.slice(0, 2)));
  // A free network that stood still would be wrong by about 1.
  let worst = 0;
  for (let i = 0; i < 80; i++) worst = Math.max(worst, Math.abs(states[i] - series.values[2 + i]));
  expect(worst).toBeLessThan(0.35);
  trainer.executor.destroy();
});

test("windows are stretches of the series that begin anywhere in it", async () => {
  const [spec, rows] = [{ ...SPEC, batches: 40, steps: 3 }, 8];
  const series = { values: Float32Array.from({ length: 2 * rows }, (_, i) => i), columns: 2 };
  const trainer = await reconstructionTrainer(spec, series, "cpu");
  const starts = new Set<number>();
  for (let epoch = 0; epoch < 8; epoch++) {
    await trainer.train(0);
    const signals = await trainer.executor.read("signals", "f32");
    for (let b = 0; b < spec.batch; b++) {
      const start = signals[2 * b];
      starts.add(start / 2);
      for (let row = 0; row <= spec.steps; row++) {
        const at = 2 * (row * spec.batch + b);
        expect([signals[at], signals[at + 1]]).toEqual([start + 2 * row, start + 2 * row + 1]);
      }
    }
  }
  // The last one ends with the series.
  expect([...starts].sort()).toEqual([0, 1, 2, 3, 4]);
});

test("the same seed trains to the same bits, another to others; batches in parts to nearly the same", async () => {
  const after = async (spec: ReconstructionSpec) => {
    const trainer = await reconstructionTrainer(spec, circle(300), "cpu");
    const { loss } = await trainer.train();
    const { A } = await trainedWeights(trainer);
    return { loss, A: Array.from(A.data) };
  };
  const once = await after(SPEC);
  expect(await after(SPEC)).toEqual(once);
  expect((await after({ ...SPEC, seed: 4 })).A).not.toEqual(once.A);
  const parts = await after({ ...SPEC, parts: 2 });
  expect(parts.loss).toBeCloseTo(once.loss, 6);
  parts.A.forEach((value, k) => {
    expect(value).toBeCloseTo(once.A[k], 4);
  });
});

test("an adaptive alpha goes up at once and down by a thousandth, by the largest geometric mean of the Jacobians' norms", async () => {
  const spec: ReconstructionSpec = { ...SHALLOW_SPEC, optimiser: { optimiser: "SGD" } };
  const trainer = await reconstructionTrainer(spec, circle(300), "cpu");
  // Weights that stretch, and a rate of 0: they stay, so a fifth batch's windows are all that N hangs on.
  const wild = (await trainer.executor.read(PARAMETERS, "f32")).map((value) => 1.5 * value);
  trainer.executor.write(PARAMETERS, wild);
  await trainer.train(0);
  const { strengths, norms } = await gradientNorms(trainer);
  expect(Array.from(strengths.slice(0, 4))).toEqual([1, 1, 1, 1]);
  expect(Math.min(...norms)).toBeGreaterThan(0);
  const network = await Plrnn.create(spec.model, { weights: await trainedWeights(trainer), adapter: "cpu" });
  const signals = await trainer.executor.read("signals", "f32");
  // The windows of the tenth batch are still there.
  let most = 0;
  for (let b = 0; b < spec.batch; b++) {
    let sum = 0;
    for (let t = 1; t <= spec.steps; t++) {
      const at = (t * spec.batch + b) * 2;
      const [p, q, r, s] = network.jacobian(signals.subarray(at, at + 2));
      const [trace, det] = [p * p + q * q + r * r + s * s, (p * s - q * r) ** 2];
      sum += 0.5 * Math.log((trace + Math.sqrt(trace * trace - 4 * det)) / 2);
    }
    most = Math.max(most, Math.exp(sum / spec.steps));
  }
  const wanted = Math.max(0, 1 - 1 / most);
  expect(wanted).toBeGreaterThan(0.1);
  expect(strengths[4]).toBeGreaterThan(0.999);
  expect(strengths[9]).toBeCloseTo(0.999 * strengths[8] + 0.001 * wanted, 5);
  trainer.executor.write("strength", Float32Array.of(0));
  await trainer.train(0);
  const again = (await gradientNorms(trainer)).strengths;
  expect(again[3]).toBe(0);
  expect(Math.abs(again[4] - wanted)).toBeLessThan(0.2 * wanted);
});

test.each<[string, ReconstructionSpec]>([
  ["sparse", SPEC],
  ["generalised", SHALLOW_SPEC],
])("%s forcing: an epoch on a software adapter, and free steps after it, are nearly those of the cpu", async (_, whole) => {
  const spec = { ...whole, batches: 6, steps: 8, optimiser: { optimiser: "SGD", lr: 0.05 } } as const;
  const [here, there] = await Promise.all(
    (["cpu", "software"] as const).map(async (adapter) => {
      const trainer = await reconstructionTrainer(spec, circle(300), adapter);
      const { losses } = await trainer.train();
      const weights = await trainedWeights(trainer);
      const { norms, strengths } = await gradientNorms(trainer);
      trainer.executor.destroy();
      const network = await Plrnn.create(spec.model, { weights, adapter });
      expect(network.adapterKind).toBe(adapter);
      const states = await network.generate(5, [0.5, -0.4]);
      network.destroy();
      return [...losses, ...norms, ...strengths, ...states, ...weights.A.data];
    }),
  );
  expect(here.every(Number.isFinite)).toBe(true);
  there.forEach((value, k) => {
    expect(value).toBeCloseTo(here[k], 4);
  });
});

const refused = (change: object, of: ReconstructionSpec = SPEC) => [{ ...of, ...change } as ReconstructionSpec, circle(100)] as const;

test.each<[string, readonly [ReconstructionSpec, { readonly values: Float32Array; readonly columns: number }]]>([
  ['model.cell: "rnn": one of al_rnn, shallow_plrnn', refused({ model: { ...AL, cell: "rnn" } })],
  ["model.hidden: 4: unknown key", refused({ model: { ...AL, hidden: 4 } })],
  ["model.units: 0: a whole number, 1 to 512", refused({ model: { ...AL, units: 0 } })],
  ["model.observed: 2: a whole number, 1 to 1: the observed units are the first of all", refused({ model: { ...AL, units: 1 } })],
  ["model.rectified: 6: a whole number, 0 to 5: the last of all units", refused({ model: { ...AL, rectified: 6 } })],
  ["model.hidden: 0: a whole number, 1 to 2048", refused({ model: { ...SHALLOW, hidden: 0 } })],
  ["forcing.every: 0: a whole number, 1 or more", refused({ forcing: { forcing: "sparse", every: 0 } })],
  ['forcing.alpha: 1.5: 0 to 1, or "adaptive"', refused({ forcing: { forcing: "generalised", alpha: 1.5 } })],
  ["forcing.alpha: -0.1: 0 to 1", refused({ forcing: { forcing: "generalised", alpha: -0.1 } })],
  [
    'forcing.alpha: "adaptive": is there for shallow_plrnn; give a number',
    refused({ forcing: { forcing: "generalised", alpha: "adaptive" } }),
  ],
  ['forcing.forcing: "none": one of sparse, generalised', refused({ forcing: { forcing: "none" } })],
  ["forcing.alpha: 1: unknown key", refused({ forcing: { forcing: "sparse", every: 2, alpha: 1 } })],
  ["parts: 2: an adaptive alpha looks at the whole batch; leave it at 1", refused({ parts: 2 }, SHALLOW_SPEC)],
  ["model.units: 49: 48 at most with an adaptive alpha", refused({ model: { ...SHALLOW, units: 49, observed: 2 } }, SHALLOW_SPEC)],
  ["steps: 0.5: a whole number, 1 or more", refused({ steps: 0.5 })],
  ["spec: null: must be an object", [null as never, circle(100)]],
  ["series: null: must be an object", [SPEC, null as never]],
  ["model: undefined: an object", refused({ model: undefined })],
  ["forcing: undefined: an object", refused({ forcing: undefined })],
  ['model.clipped: "no": true or false', refused({ model: { ...SHALLOW, clipped: "no" } })],
  ["batches: 0: a whole number, 1 or more", refused({ batches: 0 })],
  ["series.values: array of 200: 100 rows; windows of 100 steps need 101 rows or more", refused({ steps: 100 })],
  ["schedule.lr_end: 0: a finite number, above 0", refused({ schedule: { schedule: "exponential", epochs: 3, lr_end: 0 } })],
  ["series.columns: 2: the model observes 3; make them equal", [{ ...SPEC, model: { ...AL, observed: 3 } }, circle(100)]],
  ["series.values: array of 201: rows of 2 numbers: a multiple of that", [SPEC, { values: new Float32Array(201), columns: 2 }]],
  ["series.values[5]: NaN: row 2: must be finite", [SPEC, { values: circle(100).values.with(5, Number.NaN), columns: 2 }]],
])("refuses %s", (message, [spec, series]) => {
  const make = () => compileReconstruction(spec, series);
  expect(make).toThrow(InputError);
  expect(make).toThrow(message);
});
