/** Cells that read sequences, their parameters by name, and what they refuse. */
import { describe, expect, it } from "vitest";
import { Cell, cellParameters, cellStateDict } from "../../src/cell/cell.ts";
import type { CellSpec } from "../../src/cell/cell-spec.ts";
import { parityData, paritySequences } from "../../src/cell/parity.ts";
import { compileSequenceTraining, type SequenceTrainingSpec, sequenceTrainer } from "../../src/cell/sequence-training.ts";
import type { LabelledSequences, SequenceSet } from "../../src/cell/sequences.ts";
import { InputError } from "../../src/errors.ts";
import { trainEpochs } from "../../src/learn/epochs.ts";

const CELLS: readonly CellSpec[] = [
  { cell: "CfC", inputs: 1, units: 6, backbone_units: 8, mixed_memory: true, time_scale: 32 },
  { cell: "CfC", inputs: 1, units: 6, backbone_units: 8, mode: "pure" },
  { cell: "LSTM", inputs: 1, units: 6 },
  { cell: "GRU", inputs: 1, units: 6 },
  { cell: "LTC", inputs: 1, units: 6 },
];

const sequences = paritySequences(7, 3, 0);
const { steps } = sequences;

it.each(CELLS.map((spec) => [spec.cell, spec] as const))(
  "%s: sequences read together are those read alone, on software as on the cpu",
  async (_, spec) => {
    const options = { steps, classes: 2, seed: 5 };
    const alone = await Cell.create(spec, { ...options, adapter: "cpu" });
    const together = await Cell.create(spec, { ...options, batch: 3, adapter: "cpu" });
    const software = await Cell.create(spec, { ...options, batch: 4, adapter: "software" });
    const [one, three, four] = [await alone.forward(sequences), await together.forward(sequences), await software.forward(sequences)];
    for (const key of ["states", "last", "outputs"] as const) {
      expect(three[key]).toEqual(one[key]);
      four[key].forEach((value, k) => {
        expect(value).toBeCloseTo(one[key][k], 5);
      });
    }
    expect(one.outputs).toHaveLength(7 * 2);
    // What is read last is the state of the sequence's own last step.
    sequences.lengths.forEach((length, k) => {
      const at = (k * steps + length - 1) * 6;
      expect(one.states.slice(at, at + 6)).toEqual(one.last.slice(6 * k, 6 * k + 6));
    });
    for (const cell of [alone, together, software]) cell.destroy();
  },
);

it("time tells: the same bits further apart give another state", async () => {
  const cell = await Cell.create(CELLS[0], { steps, adapter: "cpu" });
  const slower = { ...sequences, elapsed: sequences.elapsed.map((x) => 3 * x) };
  const [quick, slow] = [await cell.forward(sequences), await cell.forward(slower)];
  expect(Math.max(...quick.last.map((x, k) => Math.abs(x - slow.last[k])))).toBeGreaterThan(0.01);
  const scaled = await Cell.create({ ...CELLS[0], time_scale: 96 } as CellSpec, { steps, adapter: "cpu" });
  const same = await scaled.forward(sequences);
  same.last.forEach((value, k) => {
    expect(value).toBeCloseTo(slow.last[k], 5);
  });
});

it("first gates open one after another, as steeply as asked for; all other biases are 0", () => {
  const spec = { cell: "CfC", inputs: 1, units: 4, backbone_units: 8, first_gates: { slope: 3, latest: 8 } } as const;
  const { data } = cellStateDict(spec, 2, compileSequenceTraining(training(spec), parityData(20, 10, 1)).recording.initial())[
    "rnn_cell.heads.bias"
  ];
  expect([...data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, -3, -9, -15, -21]);
});

it("a liquid cell of many units can be made", async () => {
  (await Cell.create({ cell: "LTC", inputs: 2, units: 400 }, { steps: 1, adapter: "cpu" })).destroy();
});

it("parameters go by name and come back", async () => {
  const spec = CELLS[0];
  const trained = compileSequenceTraining(training(spec), parityData(20, 10, 1)).recording.initial();
  const tensors = cellStateDict(spec, 2, trained);
  expect(Object.keys(tensors)).toContain("lstm.weight_hh");
  expect(tensors["rnn_cell.heads.weight"].shape).toEqual([24, 8]);
  expect(cellParameters(spec, 2, tensors)).toEqual(trained);
  const { "fc.bias": bias, ...others } = tensors;
  expect(() => cellParameters(spec, 2, others)).toThrow("tensors.fc.bias");
  expect(() => cellParameters(spec, 2, { ...tensors, "fc.bais": bias })).toThrow("tensors.fc.bais");
  expect(() => cellParameters(spec, 3, tensors)).toThrow("tensors.fc.weight");
});

const training = (cell: CellSpec): SequenceTrainingSpec => ({ cell, batch: 16, optimiser: { optimiser: "Adam", lr: 0.01 }, seed: 1 });

describe("training", () => {
  it.each(CELLS.slice(0, 4).map((spec) => [spec.cell, spec] as const))(
    "%s learns the parity of two to four bits, in one part or two",
    async (_, spec) => {
      const data = short(parityData(12_000, 3000, 2, "dense"));
      // Bit by bit: an LSTM and a GRU hear of no times.
      const histories = [];
      for (const parts of [1, 2]) {
        const trainer = await sequenceTrainer(
          { ...training({ ...spec, units: 16, ...(spec.cell === "CfC" && { time_scale: 1 }) } as CellSpec), parts },
          data,
          "cpu",
        );
        histories.push(await trainEpochs(trainer, { epochs: 20 }));
        trainer.destroy();
      }
      const [last, halves] = histories.map((history) => history[history.length - 1]);
      expect(last.test_accuracy).toBeGreaterThan(0.95);
      expect(last.test_loss).toBeLessThan(0.2);
      expect(halves.test_accuracy).toBeGreaterThan(0.95);
      expect(Math.abs(histories[0][0].train_loss - histories[1][0].train_loss)).toBeLessThan(1e-3);
    },
  );
});

/** Those of at most 4 bits, in steps of their longest, times counted in bits. */
function short({ train, test }: { readonly train: LabelledSequences; readonly test: LabelledSequences }) {
  const few = (set: LabelledSequences): LabelledSequences => {
    const bits = (k: number) => set.elapsed.subarray(k * set.steps, k * set.steps + set.lengths[k]).reduce((a, b) => a + 32 * b, 0);
    const kept = Array.from(set.lengths.keys()).filter((k) => bits(k) < 4.5);
    const rows = (all: Float32Array) => Float32Array.from(kept.flatMap((k) => Array.from(all.subarray(k * set.steps, k * set.steps + 4))));
    return {
      ...{ steps: 4, features: 1, classes: 2, values: rows(set.values), elapsed: rows(set.elapsed).map((x) => 32 * x) },
      ...{ lengths: Uint32Array.from(kept, (k) => set.lengths[k]), labels: Uint8Array.from(kept, (k) => set.labels[k]) },
    };
  };
  return { train: few(train), test: few(test) };
}

describe("parity", () => {
  it.each(["event", "dense"] as const)("%s: runs make up the bits, the label is their parity", (encoding) => {
    const { values, elapsed, lengths, labels, steps } = paritySequences(500, 9, 1, encoding);
    const counts = new Set<number>();
    for (let k = 0; k < 500; k++) {
      // A step's time is the bits since the step before it, which had the bit of the step before.
      const bits: number[] = [];
      for (let t = 0; t < lengths[k]; t++) {
        const bit = values[k * steps + t];
        const gone = Math.round(32 * elapsed[k * steps + t]);
        for (let n = 1; n < gone; n++) bits.push(t === 0 ? bit : values[k * steps + t - 1]);
        bits.push(bit);
        if (encoding === "dense") expect(gone).toBe(1);
      }
      counts.add(bits.length);
      expect(labels[k]).toBe(bits.reduce((a, b) => a + b, 0) % 2);
    }
    expect(Math.min(...counts)).toBe(2);
    expect(Math.max(...counts)).toBe(31);
    const ones = labels.reduce((a, b) => a + b, 0);
    expect(Math.abs(ones - 250)).toBeLessThan(50);
  });

  it("hangs on seed and set alone, and is padded to its longest", () => {
    const { train, test } = parityData(300, 200, 4);
    expect(train.steps).toBe(test.steps);
    expect(Math.max(...train.lengths, ...test.lengths)).toBe(train.steps);
    expect(parityData(100, 10, 4).train.labels).toEqual(train.labels.slice(0, 100));
    expect(paritySequences(100, 5, 0).labels).not.toEqual(train.labels.slice(0, 100));
    expect(paritySequences(100, 4, 1).labels).not.toEqual(train.labels.slice(0, 100));
  });
});

describe("what is refused", () => {
  const cfc = CELLS[0];
  it.each([
    ["unknown cell", { ...cfc, cell: "CFC" }, "cell.cell", "did you mean"],
    ["unknown mode", { ...cfc, mode: "minimal" }, "cell.mode", "default, no_gate, pure"],
    ["unknown activation", { ...cfc, backbone_activation: "swish" }, "cell.backbone_activation", "relu"],
    ["unknown key", { ...cfc, backbone: 3 }, "cell.backbone", "unknown key"],
    ["a key of another cell", { ...CELLS[2], unfolds: 3 }, "cell.unfolds", "unknown key"],
    ["no units", { ...cfc, units: 0 }, "cell.units", "1 or more"],
    ["too many units", { ...CELLS[4], units: 2000 }, "cell.units", "1 to 1024"],
    ["no unfolds", { ...CELLS[4], unfolds: 0 }, "cell.unfolds", "1 or more"],
    ["no backbone", { ...cfc, backbone_layers: 0 }, "cell.backbone_layers", "1 or more"],
    ["a unit of time that is none", { ...cfc, time_scale: 0 }, "cell.time_scale", "above 0"],
    ["gates that do not open", { ...cfc, first_gates: { slope: 0, latest: 8 } }, "cell.first_gates.slope", "above 0"],
    ["gates that open at no time", { ...cfc, first_gates: { slope: 1, latest: Number.NaN } }, "cell.first_gates.latest", "above 0"],
    ["gates of the pure form", { ...cfc, mode: "pure", first_gates: { slope: 1, latest: 8 } }, "cell.first_gates", "no gates"],
  ] as const)("%s", async (_, spec, place, remedy) => {
    await refused(Cell.create(spec as CellSpec, { steps }), place, remedy);
  });

  it.each([
    ["features that do not chain", { features: 2 }, "sequences.features", "takes 1"],
    [
      "other steps",
      { steps: 5, values: new Float32Array(35), elapsed: new Float32Array(35).fill(1), lengths: new Uint32Array(7).fill(1) },
      "sequences.steps",
      "pad",
    ],
    ["too few values", { values: new Float32Array(3) }, "sequences.values", "need"],
    ["too few times", { elapsed: new Float32Array(3) }, "sequences.elapsed", "need"],
    ["no sequences", { lengths: new Uint32Array(0) }, "sequences.lengths", "needs sequences"],
    ["a length of 0", { lengths: sequences.lengths.map((n, k) => (k === 2 ? 0 : n)) }, "sequences.lengths[2]", "1 to 31"],
    ["a length past the end", { lengths: sequences.lengths.map((n, k) => (k === 3 ? 40 : n)) }, "sequences.lengths[3]", "1 to 31"],
    ["a time of 0", { elapsed: sequences.elapsed.map((x, k) => (k === 31 ? 0 : x)) }, "sequences.elapsed[31]", "above 0"],
    ["a time that is none", { elapsed: sequences.elapsed.map((x, k) => (k === 31 ? Number.NaN : x)) }, "sequences.elapsed[31]", "above 0"],
    ["a value that is none", { values: sequences.values.map((x, k) => (k === 32 ? Number.NaN : x)) }, "sequences.values[32]", "finite"],
  ] as const)("%s", async (_, change, place, remedy) => {
    const cell = await Cell.create(cfc, { steps, adapter: "cpu" });
    await refused(cell.forward({ ...sequences, ...change } as SequenceSet), place, remedy);
  });

  it("parameters of another cell, and some that are not finite", async () => {
    await refused(Cell.create(cfc, { steps, parameters: new Float32Array(3) }), "parameters", "take those of the same");
    const { length } = compileSequenceTraining(training(cfc), parityData(20, 10, 1)).recording;
    const parameters = new Float32Array(length).fill(Number.NaN, 4, 5);
    await refused(Cell.create(cfc, { steps, classes: 2, parameters }), "parameters[4]", "finite");
  });

  it("trainings that cannot be", () => {
    const data = parityData(20, 10, 1);
    const refuses = (spec: object, place: string, remedy: string, given = data) =>
      expect(() => compileSequenceTraining({ ...training(cfc), ...spec } as SequenceTrainingSpec, given)).toThrow(
        expect.objectContaining({ message: expect.stringMatching(new RegExp(`${place}.*${remedy}`)) }),
      );
    refuses({ cell: CELLS[4] }, "cell.cell", "no backward pass");
    refuses({ network: {} }, "network", "unknown key");
    refuses({ batch: 0 }, "batch", "1 or more");
    refuses({}, "train.labels", "as many", { ...data, train: { ...data.train, labels: new Uint8Array(3) } });
    refuses({}, "test.labels.2.", "0 to 1", { ...data, test: { ...data.test, labels: data.test.labels.map((l, k) => (k === 2 ? 7 : l)) } });
    refuses({}, "test.classes", "both need the same", { ...data, test: { ...data.test, classes: 3 } });
  });
});

async function refused(made: Promise<unknown>, place: string, remedy: string): Promise<void> {
  const error = await made.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as InputError;
  expect(message).toContain(place);
  expect(message).toContain(remedy);
  expect(message).not.toContain("\n");
}
