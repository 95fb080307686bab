import { describe, expect, test } from "vitest";
import { classify } from "../../src/deploy/compare.ts";
import { DensePasses } from "../../src/deploy/dense.ts";
import { SpikingNetwork } from "../../src/deploy/spiking.ts";
import { toNetwork } from "../../src/deploy/to-network.ts";
import { Dice } from "../../src/learn/dice.ts";
import type { EncoderSpec } from "../../src/learn/encoders.ts";
import type { LayerSpec } from "../../src/learn/layers/index.ts";
import type { TrainedModel } from "../../src/learn/model.ts";
import { record } from "../../src/learn/network.ts";

const PIXELS = 37;
const CLASSES = 5;
const bernoulli: EncoderSpec = { encoder: "bernoulli", mean: 0.1, std: 0.5, gain: 0.9 };

/** A model with the layers' own first values, weights `gain` times as large: what it has learned is nothing, what it does is not. */
function modelOf(layers: readonly LayerSpec[], steps: number, encoder: EncoderSpec, gain = 4, input = PIXELS): TrainedModel {
  const network = { input: [input], layers };
  const { recording } = record(network, { steps, batch: 1, truncate: steps }, 1, 7);
  const parameters = recording.initial();
  for (const { name, at, length } of recording.parameters)
    if (/weight|bias/.test(name)) for (let k = at; k < at + length; k++) parameters[k] *= gain;
  return { network, steps, encoder, seed: 7, epoch: 3, parameters };
}

/** Images of random pixels and labels. */
function images(count: number, features = PIXELS) {
  const dice = new Dice(11, 1);
  const pixels = Uint8Array.from({ length: count * features }, () => dice.word() & 255);
  const labels = Uint8Array.from({ length: count }, () => dice.word() % CLASSES);
  return { shape: [features], pixels, labels, classes: CLASSES };
}

const linear = (from: number, to: number, bias = true): LayerSpec => ({ layer: "Linear", in_features: from, out_features: to, bias });
/** Two hidden layers, a linear one at the end. */
const deep = (neuron: LayerSpec): LayerSpec[] => [linear(PIXELS, 19), neuron, linear(19, 13), neuron, linear(13, CLASSES)];

const NEURONS: readonly LayerSpec[] = [
  { layer: "UltraLIF" },
  { layer: "UltraPLIF", tau: 0.7, eps: 0.3 },
  { layer: "UltraDLIF" },
  { layer: "UltraDLIF", eps: 0.3, ds: true },
  { layer: "UltraDPLIF", tau: 0.6 },
  { layer: "LIF" },
  { layer: "PLIF" },
  { layer: "SigmaLIF" },
  { layer: "DSpike" },
  { layer: "DSpike+" },
  { layer: "Leaky", beta: 0.9 },
  { layer: "Leaky", beta: 0.8, reset: "zero", threshold: 0.5 },
  { layer: "Leaky", beta: 0.8, reset: "none" },
  { layer: "AdaLIF" },
  { layer: "Leaky", beta: 0.9, recurrent: true },
  { layer: "UltraLIF", recurrent: true },
  { layer: "Synaptic", alpha: 0.7, beta: 0.9 },
];

/** One of each kernel's kind: the rest of their texts is held against the twins elsewhere. */
const onSoftware = [0, 3, 4, 6, 8, 11, 14, 16].map((k) => NEURONS[k]);

describe.each(NEURONS.map((neuron) => [JSON.stringify(neuron), neuron] as const))("%s", (_, neuron) => {
  test.each([[1, "cpu"], [2, "cpu"], [6, "cpu"], ...(onSoftware.includes(neuron) ? ([[4, "software"]] as const) : [])] as const)(
    "spikes as the dense pass does, %i steps, on %s",
    async (steps, adapter) => {
      const model = modelOf(deep(neuron), steps, bernoulli);
      // Two batches, the second one not full.
      const result = await classify(model, images(23), { adapter, batch: 16 });
      expect(result.decisions).toBe(23 * steps * (19 + 13));
      expect(result.mismatches).toBe(0);
      expect(result.spikes).toBeGreaterThan(1);
      expect(23 * result.spikes).toBeLessThan(0.95 * result.decisions);
      expect(result.agreement).toBe(23);
      expect(result.spiking).toBe(result.hard);
    },
  );
});

test.each(["cpu", "software"] as const)("a constant input is a current of the first neurons, on %s", async (adapter) => {
  const encoder: EncoderSpec = { encoder: "constant", mean: 0.3, std: 0.5 };
  for (const neuron of [
    { layer: "Leaky", beta: 0.9 },
    { layer: "UltraDLIF" },
    { layer: "Leaky", beta: 0.8, recurrent: true },
  ] satisfies LayerSpec[]) {
    const result = await classify(modelOf(deep(neuron), 4, encoder, 2), images(9), { adapter, batch: 9 });
    expect(result.mismatches).toBe(0);
    expect(result.inputSpikes).toBe(0);
    expect(result.spikes).toBeGreaterThan(1);
    expect(result.agreement).toBe(9);
  }
});

test.each(["cpu", "software"] as const)(
  "one spike a pixel, no biases, and neurons at the end, whose spikes are the scores, on %s",
  async (adapter) => {
    const encoder: EncoderSpec = { encoder: "latency", mean: 0, std: 1, form: "linear" };
    const leaky: LayerSpec = { layer: "Leaky", beta: 0.9 };
    const layers: LayerSpec[] = [linear(PIXELS, 19, false), leaky, linear(19, CLASSES, false), { ...leaky, readout: "membrane" }];
    const model = modelOf(layers, 5, encoder, 8);
    const result = await classify(model, images(20), { adapter });
    expect(result.mismatches).toBe(0);
    expect(result.agreement).toBe(20);
    expect(result.decisions).toBe(20 * 5 * (19 + CLASSES));
    if (adapter === "software") return;
    const dense = await DensePasses.create(model, images(20).pixels, 20, adapter);
    const network = await SpikingNetwork.create(model, { adapter });
    const input = await dense.encode(0);
    const { scores, layers: found } = await network.classify(input, 20);
    expect(Math.max(...scores)).toBeGreaterThan(1);
    expect(scores).toEqual(await dense.scores(true));
    const counted = new Float64Array(20 * CLASSES);
    found[1].neuron.forEach((neuron, s) => {
      counted[found[1].image[s] * CLASSES + neuron]++;
    });
    expect(counted).toEqual(scores);
  },
);

test("scores of a linear end, spikes and events are those of the dense pass", async () => {
  const steps = 3;
  const model = modelOf(deep({ layer: "UltraDLIF" }), steps, bernoulli);
  const { pixels } = images(12);
  const dense = await DensePasses.create(model, pixels, 12, "cpu");
  const network = await SpikingNetwork.create(model, { adapter: "cpu" });
  const input = await dense.encode(0);
  const answers = await network.classify(input, 12);
  const scores = await dense.scores(true);
  scores.forEach((score, k) => {
    expect(answers.scores[k]).toBeCloseTo(score, 4);
  });
  const [first, second] = (await dense.spikes()).map((spikes) => spikes.reduce((sum, s) => sum + s, 0));
  const given = input.reduce((sum, s) => sum + s, 0);
  expect(answers.inputSpikes).toBe(given);
  expect(answers.layers.map(({ step }) => step.length)).toEqual([first, second]);
  // Three synapses for a weight into a ring, and two from each of its neurons to its neighbours.
  expect(answers.events).toBe(given * 3 * 19 + first * (2 + 3 * 13) + second * (2 + CLASSES));
  const recurrent = await classify(modelOf(deep({ layer: "Leaky", beta: 0.9, recurrent: true }), steps, bernoulli), images(12), {
    adapter: "cpu",
  });
  const first19 = recurrent.inputSpikes * 19;
  // 19 synapses from each neuron of the first layer to its own, 13 to the next; 13 and 5 of the second.
  expect((recurrent.events - first19) / recurrent.spikes).toBeGreaterThan(13 + CLASSES);
  expect((recurrent.events - first19) / recurrent.spikes).toBeLessThan(19 + 13);
  // Run again, and alone, an image gives the same.
  expect((await network.classify(input, 12)).scores).toEqual(answers.scores);
  expect((await network.classify(input, 12, 5)).scores).toEqual(answers.scores.slice(0, 5 * CLASSES));
});

test("what was encoded is what an evaluation after the same epoch encodes", async () => {
  const model = modelOf(deep({ layer: "UltraLIF" }), 2, bernoulli);
  const passes = (epoch: number) => DensePasses.create({ ...model, epoch }, images(8).pixels, 8, "cpu");
  const [three, four, software] = [await passes(3), await passes(4), await DensePasses.create(model, images(8).pixels, 8, "software")];
  expect(await three.encode(0)).not.toEqual(await four.encode(0));
  expect(await three.encode(0)).toEqual(await software.encode(0));
  software.destroy();
});

/** Ten inputs of 0.1 reach the threshold of 1 in one order of rounding and not in another: 10 times the float32 of 0.1 is above 1 by 1.5e-8. */
test("a spike that differs is within rounding of a tie, and that is measured", async () => {
  const model = modelOf(
    [linear(10, 3, false), { layer: "Leaky", beta: 0.5 }, linear(3, CLASSES, false)],
    2,
    { ...bernoulli, mean: 0, std: 1e-3, gain: 1 },
    1,
    10,
  );
  model.parameters.fill(Math.fround(0.1), 0, 30);
  const all = { shape: [10], pixels: new Uint8Array(40).fill(255), labels: new Uint8Array(4), classes: CLASSES };
  const result = await classify(model, all, { adapter: "cpu" });
  const sums = Float32Array.of(0);
  for (let i = 0; i < 10; i++) sums[0] += Math.fround(0.1);
  expect(sums[0]).toBeGreaterThan(1);
  expect(result.mismatches).toBeGreaterThan(0);
  expect(result.origins).toBe(4 * 3);
  expect(result.widest).toBeGreaterThan(0);
  expect(result.widest).toBeLessThan(2 ** -20);
});

test("dense step t of layer l is step start + t + l", () => {
  const { start, pairs, network, input } = toNetwork(modelOf(deep({ layer: "UltraLIF" }), 4, bernoulli));
  expect([start, input, pairs.map(({ population }) => population)]).toEqual([1, "spikes", ["1 UltraLIF", "3 UltraLIF", "4 Linear"]]);
  const { populations, inputs, projections } = network.resolve();
  expect(populations.map(({ name, size }) => [name, size])).toEqual([
    ["pixels", PIXELS],
    ["1 UltraLIF", 19],
    ["3 UltraLIF", 13],
    ["4 Linear", CLASSES],
  ]);
  expect([inputs.length, projections.map(({ synapses }) => synapses)]).toEqual([1, [PIXELS * 19, 19 * 13, 13 * CLASSES]]);
});

test("what spikes cannot stand for is refused in one line", () => {
  const refused = (layers: readonly LayerSpec[]) => () => toNetwork(modelOf(layers, 2, bernoulli));
  expect(refused([linear(PIXELS, 9), linear(9, CLASSES)])).toThrow(/^layers\[1\]: "Linear": follows another linear layer/);
  expect(refused([{ layer: "UltraLIF" }, linear(PIXELS, CLASSES)])).toThrow(/^layers\[0\]: "UltraLIF": takes no linear layer's output/);
  expect(refused([linear(PIXELS, 9), { layer: "UltraDLIF", variant: "readme" }, linear(9, CLASSES)])).toThrow(
    /^layers\[1\]\.variant: "readme": reads neighbours of neighbours/,
  );
  expect(refused([{ layer: "Flatten" }])).toThrow(/^network\.layers: .*: has no linear layer/);
  const model = modelOf(deep({ layer: "UltraLIF" }), 2, bernoulli);
  expect(() => toNetwork({ ...model, parameters: new Float32Array(3) })).toThrow(/^model: array of 3: the network has \d+ parameters/);
  const square = { ...model, network: { input: [1, 6, 6], layers: [{ layer: "AvgPool2d", kernel_size: 2 }] } } as const;
  const { recording } = record(square.network, { steps: 2, batch: 1, truncate: 2 }, 2, 7);
  expect(() => toNetwork({ ...square, parameters: recording.initial() })).toThrow(/^layers\[0\]: "AvgPool2d": cannot be deployed/);
});

test.each<readonly [string, object, object, RegExp]>([
  ["no images", { pixels: new Uint8Array(0), labels: new Uint8Array(0) }, {}, /^labels: array of 0: there is nothing to classify/],
  ["pixels of another size", { pixels: new Uint8Array(7 * 36) }, {}, /^pixels: array of 252: 7 labels need 259, 37 an image/],
  ["a class that no output stands for", { labels: Uint8Array.of(0, 1, 2, 3, 4, 5, 0) }, {}, /^labels\[5\]: 5: the network knows 5 classes/],
  ["a batch of nothing", {}, { batch: 0 }, /^batch: 0: a whole number, 1 or more/],
])("%s: one line", async (_, change, options, message) => {
  const set = { ...images(7), ...change };
  await expect(classify(modelOf(deep({ layer: "UltraLIF" }), 2, bernoulli), set, { adapter: "cpu", ...options })).rejects.toThrow(message);
});
