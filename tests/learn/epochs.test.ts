import { expect, test } from "vitest";
import {
  bestEpoch,
  CancelledError,
  type DataSet,
  decodeTraining,
  type EpochRecord,
  encodeTraining,
  type LabelledSet,
  parametersOf,
  stateDict,
  Trainer,
  type TrainingSpec,
  trainEpochs,
} from "../../src/index.ts";

/** Class c lights pixel c. */
function set(count: number): LabelledSet {
  const labels = Uint8Array.from({ length: count }, (_, i) => (i * 7) % 3);
  const pixels = Uint8Array.from({ length: count * 5 }, (_, at) => (at % 5 === labels[Math.floor(at / 5)] ? 250 : (at * 37) % 60));
  return { shape: [5], pixels, labels, classes: 3 };
}
const data: DataSet = { train: set(70), test: set(30) };
const spec: TrainingSpec = {
  network: {
    input: [5],
    layers: [
      { layer: "Linear", in_features: 5, out_features: 6 },
      { layer: "UltraLIF" },
      { layer: "Linear", in_features: 6, out_features: 3 },
    ],
  },
  steps: 2,
  batch: 16,
  encoder: { encoder: "bernoulli", mean: 0, std: 1 },
  loss: { loss: "cross_entropy" },
  optimiser: { optimiser: "Adam", lr: 0.1 },
  schedule: { schedule: "cosine", epochs: 3 },
  seed: 7,
};

test("an epoch's record: training, then the test set soft and hard; progress grows to its end", async () => {
  const trainer = await Trainer.create(spec, data, "cpu");
  const shares: number[] = [];
  const seen: number[] = [];
  const history = await trainEpochs(trainer, {
    epochs: 3,
    onProgress: ({ epoch, share, examplesPerSecond }) => {
      expect(examplesPerSecond).toBeGreaterThan(0);
      shares.push(epoch - 1 + share);
    },
    onEpoch: (records) => {
      seen.push(records.length);
    },
  });
  expect(seen).toEqual([1, 2, 3]);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  // 3 x 70 training examples and 2 x 30 tests are an epoch's work: where its passes end.
  for (const end of [7 / 9, 8 / 9, 1, 1 + 7 / 9, 3]) expect(shares.some((share) => Math.abs(share - end) < 1e-9)).toBe(true);
  expect(history.map(({ epoch, lr }) => [epoch, Number(lr.toFixed(6))])).toEqual([
    [1, 0.1],
    [2, 0.075],
    [3, 0.025],
  ]);
  const last = history[2];
  const [soft, hard] = [await trainer.evaluate(false), await trainer.evaluate(true)];
  expect([last.test_loss, last.test_accuracy_soft, last.rates_soft]).toEqual([soft.loss, soft.accuracy, soft.rates]);
  expect([last.test_accuracy_hard, last.rates_hard]).toEqual([hard.accuracy, hard.rates]);
  // So that one cannot stand for the other.
  expect(last.test_accuracy_soft).not.toBe(last.test_accuracy_hard);
  expect(last.rates_soft).not.toEqual(last.rates_hard);
  expect(last.train_loss).toBeLessThan(history[0].train_loss);
  trainer.destroy();
});

test("a checkpoint continues to the same bits, and its bytes hold no times", async () => {
  const straight = await Trainer.create(spec, data, "cpu");
  const whole = await trainEpochs(straight, { epochs: 3 });
  const first = await Trainer.create(spec, data, "cpu");
  const one = await trainEpochs(first, { epochs: 1 });
  const bytes = encodeTraining({ spec, state: await first.state(), history: one, about: { mine: 1 } });
  const checkpoint = decodeTraining(bytes, "checkpoint");
  expect(checkpoint.about).toEqual({ mine: 1 });
  expect(checkpoint.spec).toEqual(spec);
  const second = await Trainer.create(checkpoint.spec, data, "cpu");
  second.load(checkpoint.state);
  const rest = await trainEpochs(second, { epochs: 3, history: checkpoint.history });
  const untimed = (records: readonly EpochRecord[]) => records.map(({ seconds: _, ...record }) => record);
  expect(untimed(rest)).toEqual(untimed(whole));
  expect(rest[0].seconds).toBeUndefined();
  const encoded = async (trainer: Trainer, history: readonly EpochRecord[]) =>
    encodeTraining({ spec, state: await trainer.state(), history });
  expect(await encoded(second, rest)).toEqual(await encoded(straight, whole));
  for (const trainer of [straight, first, second]) trainer.destroy();
});

test("weights of one training in another, by state_dict", async () => {
  const [one, other] = [await Trainer.create(spec, data, "cpu"), await Trainer.create({ ...spec, seed: 8 }, data, "cpu")];
  await one.train();
  const dict = stateDict(spec.network, (await one.state()).parameters, ["fc1", "lif1", "fc2"]);
  expect(Object.keys(dict)).toEqual(["fc1.weight", "fc1.bias", "lif1.log_tau", "lif1.log_eps", "fc2.weight", "fc2.bias"]);
  const before = await other.evaluate(true);
  other.load({ ...(await other.state()), parameters: parametersOf(spec.network, dict, "fc") });
  expect((await other.state()).parameters).toEqual((await one.state()).parameters);
  expect((await other.evaluate(true)).loss).not.toBe(before.loss);
  one.destroy();
  other.destroy();
});

test("a signal ends it between batches, and nothing is told of the epoch under way", async () => {
  const trainer = await Trainer.create(spec, data, "cpu");
  const abort = new AbortController();
  const seen: number[] = [];
  const training = trainEpochs(trainer, {
    epochs: 9,
    signal: abort.signal,
    onProgress: ({ epoch }) => epoch === 3 && abort.abort(),
    onEpoch: (history) => {
      seen.push(history.length);
    },
  });
  await expect(training).rejects.toThrow(CancelledError);
  expect(seen).toEqual([1, 2]);
  trainer.destroy();
});

test("the best epoch is the first of the highest soft accuracy", () => {
  const record = (epoch: number, test_accuracy_soft: number) =>
    ({ epoch, test_accuracy_soft, test_accuracy_hard: 1 - test_accuracy_soft }) as EpochRecord;
  expect(bestEpoch([record(1, 0.5), record(2, 0.7), record(3, 0.7), record(4, 0.6)])?.epoch).toBe(2);
  expect(bestEpoch([])).toBeUndefined();
});
