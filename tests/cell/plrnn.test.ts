/** Piecewise-linear RNNs that run freely, against loops in float64; their Jacobians; what they refuse. */
import { expect, test } from "vitest";
import { largestExponent, Plrnn } from "../../src/cell/plrnn.ts";
import { checkPlrnn, firstWeights, type PlrnnSpec, plrnnShapes } from "../../src/cell/plrnn-spec.ts";
import { CancelledError, StateDivergedError } from "../../src/errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/io/safetensors.ts";
import { Dice } from "../../src/learn/dice.ts";
import type { StateDict } from "../../src/learn/state-dict.ts";

const AL: PlrnnSpec = { cell: "al_rnn", units: 5, rectified: 2, observed: 2 };
const SHALLOW: PlrnnSpec = { cell: "shallow_plrnn", units: 3, hidden: 9, observed: 3 };

/** Weights of which no state runs away, with what begins as 0 drawn too. */
function weightsOf(spec: PlrnnSpec): StateDict {
  const dice = new Dice(4, 0);
  return Object.fromEntries(
    Object.entries(plrnnShapes(spec)).map(([name, shape]) => {
      const length = shape.reduce((product, n) => product * n, 1);
      return [name, { shape, data: dice.uniforms(length, name.startsWith("W") ? 0.3 : 0.6) }];
    }),
  );
}

const relu = (x: number) => Math.max(0, x);

/** One step, as the papers have it. */
function stepOf(spec: PlrnnSpec, weights: StateDict, z: readonly number[]): number[] {
  const of = (name: string, k: number) => weights[name].data[k];
  if (spec.cell === "al_rnn") {
    const { units } = spec;
    const f = z.map((x, j) => (j >= units - spec.rectified ? relu(x) : x));
    return z.map((x, i) => of("A", i) * x + f.reduce((sum, y, j) => sum + of("W", i * units + j) * y, 0) + of("h", i));
  }
  const { units, hidden, clipped = true } = spec;
  const fold = Array.from({ length: hidden }, (_, l) => {
    const v = z.reduce((sum, x, j) => sum + of("W2", l * units + j) * x, 0);
    return relu(v + of("h2", l)) - (clipped ? relu(v) : 0);
  });
  return z.map((x, i) => of("A", i) * x + fold.reduce((sum, y, l) => sum + of("W1", i * hidden + l) * y, 0) + of("h1", i));
}

test.each<[string, PlrnnSpec, number]>([
  ["almost-linear", AL, 3],
  ["almost-linear, four sequences a lane", AL, 4],
  ["shallow", SHALLOW, 3],
  ["shallow, four sequences a lane", SHALLOW, 4],
  ["shallow, not clipped", { ...SHALLOW, clipped: false }, 1],
])("%s: runs freely as a loop in float64 does", async (_, spec, trajectories) => {
  const weights = weightsOf(spec);
  const network = await Plrnn.create(spec, { weights, trajectories, adapter: "cpu" });
  const first = Array.from(new Dice(2, 0).uniforms(trajectories * spec.units, 1));
  // More steps than a dispatch has.
  const steps = 1010;
  const states = await network.generate(steps, first);
  expect(states.length).toBe(steps * trajectories * spec.units);
  for (let n = 0; n < trajectories; n++) {
    let z = first.slice(n * spec.units, (n + 1) * spec.units);
    for (let t = 0; t < steps; t++) {
      z = stepOf(spec, weights, z);
      z.forEach((value, i) => {
        expect(Math.abs(states[(t * trajectories + n) * spec.units + i] - value), `step ${t}, unit ${i}`).toBeLessThan(2e-6);
      });
    }
  }
  network.destroy();
});

test("unobserved units begin with what L makes of the observation", async () => {
  const weights = weightsOf(AL);
  const network = await Plrnn.create(AL, { weights, adapter: "cpu" });
  const x = [0.4, -0.7];
  const z = [...x, ...[0, 1, 2].map((k) => weights.L.data[2 * k] * x[0] + weights.L.data[2 * k + 1] * x[1])];
  const states = await network.generate(1, x);
  stepOf(AL, weights, z).forEach((value, i) => {
    expect(states[i]).toBeCloseTo(value, 6);
  });
  expect(Array.from(network.observed(states))).toEqual([states[0], states[1]]);
});

test.each<[PlrnnSpec]>([[AL], [SHALLOW], [{ ...SHALLOW, clipped: false }]])("Jacobians are derivatives of a step: %j", async (spec) => {
  const weights = weightsOf(spec);
  const network = await Plrnn.create(spec, { weights, adapter: "cpu" });
  const dice = new Dice(7, 0);
  for (let round = 0; round < 5; round++) {
    const z = Array.from(dice.uniforms(spec.units, 1));
    const jacobian = network.jacobian(z);
    for (let j = 0; j < spec.units; j++) {
      const moved = (by: number) => stepOf(spec, weights, z.with(j, z[j] + by));
      const [up, down] = [moved(1e-6), moved(-1e-6)];
      for (let i = 0; i < spec.units; i++) expect(jacobian[i * spec.units + j]).toBeCloseTo((up[i] - down[i]) / 2e-6, 7);
    }
  }
});

test("the largest exponent of a linear network is the logarithm of its largest factor", () => {
  const spec: PlrnnSpec = { cell: "al_rnn", units: 2, rectified: 0, observed: 2 };
  const tensor = (...data: number[]) => ({ shape: data.length === 4 ? [2, 2] : [2], data: Float32Array.from(data) });
  const weights = { A: tensor(0.5, 1.25), W: tensor(0, 0.25, 0, 0), h: tensor(0, 0) };
  expect(largestExponent(spec, weights, new Float32Array(400), 100)).toBeCloseTo(Math.log(1.25), 9);
  expect(() => largestExponent(spec, weights, new Float32Array(400), 200)).toThrow("transient: 200: 0 to 199: there are 200 steps");
});

test("weights go through a safetensors file", async () => {
  const weights = firstWeights(AL, 9);
  const { tensors } = decodeSafetensors(encodeSafetensors({ tensors: weights, metadata: {} }), "weights");
  const [one, other] = await Promise.all([weights, tensors].map((w) => Plrnn.create(AL, { weights: w, adapter: "cpu" })));
  expect(await other.generate(5, [0.1, 0.2])).toEqual(await one.generate(5, [0.1, 0.2]));
});

test("the largest networks can be made and go a step", async () => {
  for (const spec of [
    { cell: "al_rnn", units: 512, rectified: 2, observed: 3 },
    { cell: "shallow_plrnn", units: 64, hidden: 2048, observed: 64 },
  ] as const) {
    const network = await Plrnn.create(spec, { adapter: "cpu", seed: 3 });
    const first = new Float32Array(spec.units).fill(0.1);
    const states = await network.generate(1, first);
    const { A, W, h, W1, W2, h1, h2 } = network.weights;
    const wide = W1 ? h2.data.length : spec.units;
    // The last unit: A z + W f(z) + h, or A z + W1 f(W2 z) + h1.
    const last = spec.units - 1;
    let sum = A.data[last] * 0.1 + (h ?? h1).data[last];
    for (let l = 0; l < wide; l++) {
      const v = W1 ? W2.data.subarray(l * spec.units, (l + 1) * spec.units).reduce((total, w) => total + 0.1 * w, 0) : 0.1;
      const f = W1 ? Math.max(v + h2.data[l], 0) - Math.max(v, 0) : v;
      sum += f * (W1 ?? W).data[last * wide + l];
    }
    expect(states[last]).toBeCloseTo(sum, 4);
    network.destroy();
  }
}, 60_000);

test("first weights: A is at most 1, W small, h 0, L within a bound", () => {
  const { A, W, h, L } = firstWeights({ cell: "al_rnn", units: 20, rectified: 2, observed: 3 }, 1);
  expect(Math.max(...A.data)).toBeLessThanOrEqual(1);
  expect(Math.min(...A.data)).toBeGreaterThan(0.2);
  expect(Math.hypot(...W.data) / 20).toBeCloseTo(0.01, 3);
  expect(h.data.every((value) => value === 0)).toBe(true);
  expect(Math.max(...L.data.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(3));
});

test("refuses weights and first states that do not fit, and tells where a state runs away", async () => {
  expect(() => checkPlrnn({ ...AL, rectified: -1 })).toThrow("model.rectified: -1: a whole number, 0 to 5");
  const weights = weightsOf(AL);
  const given = (change: object) => Plrnn.create(AL, { weights: { ...weights, ...change } as StateDict, adapter: "cpu" });
  await expect(given({ B: weights.A })).rejects.toThrow("weights.B");
  await expect(given({ h: undefined })).rejects.toThrow("weights.h");
  await expect(given({ W: weights.A })).rejects.toThrow("weights.W.shape: [5]: must be 5 x 5, with 25 elements");
  await expect(given({ h: { shape: [5], data: Float32Array.of(0, 0, Number.NaN, 0, 0) } })).rejects.toThrow(
    "weights.h[2]: NaN: must be finite",
  );
  await expect(Plrnn.create(AL, { trajectories: 0 })).rejects.toThrow("trajectories: 0: a whole number, 1 or more");
  await expect(Plrnn.create(AL, { seed: -1 })).rejects.toThrow("seed: -1");
  const network = await Plrnn.create(AL, { trajectories: 2, adapter: "cpu" });
  await expect(network.generate(3, [1, 2, 3])).rejects.toThrow("2 trajectories need 2 (observed) or 5 (all units) numbers each");
  await expect(network.generate(3, [1, 2, 3, Number.NaN])).rejects.toThrow("initial[3]: NaN: must be finite");
  await expect(network.generate(0, [1, 2, 3, 4])).rejects.toThrow("steps: 0");
  await expect(network.generate(3, [1, 2, 3, 4], { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
  expect(() => network.jacobian([1])).toThrow("state: [1]: 5 units");
  await expect(network.generate(3, null as never)).rejects.toThrow("initial: null: a list of numbers");
  await expect(network.generate(3, [1e300, 2, 3, 4])).rejects.toThrow("initial[0]: 1e+300: must be finite in float32");
  await expect(network.generate(2 ** 40, [1, 2, 3, 4])).rejects.toThrow("steps: 1099511627776: 107374182 at most");
  expect(() => network.observed(new Float32Array(7))).toThrow("states: array of 7");
  await expect(Plrnn.create(AL, { wieghts: weights } as never)).rejects.toThrow("options.wieghts");
  await expect(Plrnn.create(AL, { trajectories: 1e7 })).rejects.toThrow("trajectories: 10000000: ");
  const wild = await given({ A: { shape: [5], data: Float32Array.of(1e3, 0, 0, 0, 0) } });
  const runaway = wild.generate(50, [1, 0]);
  await expect(runaway).rejects.toThrow(StateDivergedError);
  await expect(runaway).rejects.toThrow("al_rnn, system 0: is not finite any more at time 1");
});
