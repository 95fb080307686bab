import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeFieldTraining, encodeFieldTraining } from "../../src/io/field-training.ts";
import { decodeNeuralOperator } from "../../src/io/neuraloperator.ts";
import { decodeSafetensors } from "../../src/io/safetensors.ts";
import { tinyDarcy } from "../examples/tiny-darcy.ts";
import { csv, folder, galvani } from "./terminal.ts";
import { tinyImages } from "./tiny-images.ts";

const data = tinyDarcy();
const SMALL = ["--adapter", "cpu", "--width", "6", "--modes", "3", "--layers", "2", "--batch", "6", "--lr", "0.01"];
const DARCY = ["train", "darcy", "--data", data, "--fields", "20", ...SMALL];
const BURGERS = ["train", "burgers", "--fields", "10", ...SMALL];
const read = (...path: string[]) => readFileSync(join(...path));
const inOut = () => join(folder(), "deep", "out");

test("learns Darcy flow, judges it at both sizes, keeps all that it promises", async () => {
  const out = inOut();
  const { code, out: said, err } = await galvani([...DARCY, "--epochs", "4", "--out", out]);
  expect([code, err]).toEqual([0, ""]);
  expect(said).toMatch(/^darcy: FNO of 2 layers, width 6, 3 modes, learnt at 16 x 16, seed 1\nepoch {3}1 {2}loss \d\.\d{5} {2}training /);
  expect(said).toMatch(/\nepoch {3}4 {2}loss \d\.\d{5} {2}training \d\.\d{5} {2}test \d\.\d{5} at 16, \d\.\d{5} at 32 {2}\d/);
  expect(said).toMatch(/\n +epoch {2}test at 16 {2}test at 32 {2}training {2}training loss\n/);
  expect(said).toMatch(/\nbest \(first test\) +\d +\d\.\d{5} +\d\.\d{5} /);
  expect(said).toMatch(/\nadapter {11}cpu[^\n]*\ntook +\d/);
  expect(readdirSync(out).sort()).toEqual(["best.safetensors", "metrics.csv", "model.safetensors", "report.html", "summary.json"]);
  const { names, column } = csv(join(out, "metrics.csv"));
  expect(names).toEqual(["epoch", "train_loss", "train_relative_l2", "test_16_relative_l2", "test_32_relative_l2", "lr", "seconds"]);
  expect(column("epoch")).toEqual([1, 2, 3, 4]);
  expect(column("train_relative_l2")[3]).toBeLessThan(column("train_relative_l2")[0]);
  // Half a cosine, from --lr on.
  expect([column("lr")[0], column("lr")[2]]).toEqual([0.01, expect.closeTo(0.005, 12)]);
  const summary = JSON.parse(read(out, "summary.json").toString());
  expect(summary).toMatchObject({ data_set: "darcy", fields: 20, width: 6, modes: 3, layers: 2, epochs_done: 4, schedule: "cosine" });
  expect(summary.last.tests["32"].relative_l2).toBe(column("test_32_relative_l2")[3]);
  expect(summary.best.tests["16"].relative_l2).toBe(Math.min(...column("test_16_relative_l2")));
  const html = read(out, "report.html").toString();
  expect(html).not.toMatch(/https?:\/\/|\ssrc=|<script|NaN|undefined|Infinity/);
  for (const piece of [
    "<h1>darcy, FNO</h1>",
    "relative L2 of the test sets",
    "Test cases at 32",
    "permeability",
    "pressure: prediction",
    "test at 16",
  ])
    expect(html).toContain(piece);
  // The checkpoint is an operator: neuraloperator reads its names, Galvani its normalisation too.
  const operator = decodeNeuralOperator(read(out, "model.safetensors"), "model");
  expect(operator.spec).toMatchObject({ n_modes: [6, 4], hidden_channels: 6 });
  expect(operator.normalisation?.outputs.mean[0]).toBeGreaterThan(0.1);
  const { tensors } = decodeSafetensors(read(out, "model.safetensors"), "model");
  expect(tensors["fno_blocks.convs.1.weight.tensor"].shape).toEqual([6, 6, 6, 3, 2]);
  expect(tensors["optimiser.second.fno_blocks.convs.1.weight.tensor"].shape).toEqual([6, 6, 6, 3, 2]);
});

test("Burgers makes its own fields; 3 epochs at once are 2 and 1 resumed, to the byte; --json prints one object", async () => {
  const [straight, halves] = [inOut(), inOut()];
  const argv = [...BURGERS, "--schedule", "constant", "--json"];
  const whole = await galvani([...argv, "--epochs", "3", "--out", straight]);
  expect([whole.code, whole.err]).toEqual([0, ""]);
  await galvani([...argv, "--epochs", "2", "--out", halves]);
  const half = read(halves, "model.safetensors");
  const again = ["train", "burgers", "--adapter", "cpu", "--json", "--epochs", "3", "--resume", join(halves, "model.safetensors")];
  const second = await galvani([...again, "--out", halves]);
  expect([second.code, second.err]).toEqual([0, ""]);
  expect(read(straight, "model.safetensors").equals(read(halves, "model.safetensors"))).toBe(true);
  expect(read(straight, "model.safetensors").equals(half)).toBe(false);
  const [one, other] = [JSON.parse(whole.out), JSON.parse(second.out)];
  expect(Object.keys(one.last.tests)).toEqual(["128", "256", "512"]);
  expect(other.last.tests).toEqual(one.last.tests);
  expect([other.resumed, one.resumed]).toEqual([join(halves, "model.safetensors"), undefined]);
  // Times of epochs before are not known any more.
  expect(read(halves, "metrics.csv").toString().split("\r\n")[1]).toMatch(/,0\.01,$/);
  const html = read(halves, "report.html").toString();
  expect(html).toContain(`Continued after epoch 2 from ${join(halves, "model.safetensors")}`);
  expect(html).toContain("Test cases at 512");
});

test("Ctrl-C: exit code 130, one line; the last epoch is kept and can be continued", async () => {
  const out = inOut();
  const done = await galvani([...DARCY, "--schedule", "constant", "--epochs", "100000", "--out", out], { interruptAt: /\nepoch +2 / });
  expect(done.code).toBe(130);
  const [, epoch] = /^galvani: cancelled in epoch \d+[^\n]*; epoch (\d+) is kept in [^\n]*model\.safetensors\n$/.exec(done.err) ?? [];
  const { state } = decodeFieldTraining(read(out, "model.safetensors"), "model");
  expect(state.epoch).toBe(Number(epoch));
  const more = ["--resume", join(out, "model.safetensors"), "--epochs", String(state.epoch + 1)];
  expect((await galvani(["train", "darcy", "--data", data, "--adapter", "cpu", ...more])).code).toBe(0);
  // While fields are still being made.
  const early = await galvani([...BURGERS.with(3, "1000"), "--out", inOut()], { interruptAfter: 100 });
  expect([early.code, early.err]).toEqual([130, "galvani: interrupted; nothing was written\n"]);
});

test("bad input: one line each, exit code 2, nothing written", async () => {
  const good = inOut();
  expect((await galvani([...DARCY, "--epochs", "1", "--out", good])).code).toBe(0);
  const model = join(good, "model.safetensors");
  const bytes = read(model);
  const checkpoint = decodeFieldTraining(bytes, "model");
  const written = (change: Partial<typeof checkpoint>) => {
    const path = join(folder(), "changed.safetensors");
    writeFileSync(path, encodeFieldTraining({ ...checkpoint, ...change }));
    return path;
  };
  /** What the checkpoint says of itself, with other settings: one that may go on. */
  const changed = (settings: object) => {
    const told = checkpoint.about as { readonly settings: object };
    return { ...told, settings: { ...told.settings, ...settings } };
  };
  const truncated = join(good, "truncated.safetensors");
  writeFileSync(truncated, bytes.subarray(0, bytes.length - 40));
  const images = inOut();
  expect(
    (await galvani(["train", "mnist", "--data", tinyImages({ train: 20, test: 10 }), "--adapter", "cpu", "--epochs", "1", "--out", images]))
      .code,
  ).toBe(0);
  const resume = ["train", "darcy", "--data", data, "--adapter", "cpu", "--resume"];
  const wider = { ...checkpoint.spec, model: { ...checkpoint.spec.model, n_modes: [6, 6] } };
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["train", "darcy"], "--data: undefined: darcy is read from files: give a folder with darcy_train_16_x.npy"],
    [["train", "darci", "--data", data], 'data set: "darci": did you mean "darcy"?'],
    [["train", "toString"], 'data set: "toString": '],
    [["train", "darcy", "--data", join(good, "none")], "is not a folder; name a folder with darcy_train_16_x.npy"],
    [["train", "darcy", "--data", good], "is not there; name a folder with darcy_train_16_x.npy"],
    [[...DARCY, "--fields", "25"], "--fields: 25: "],
    [[...DARCY, "--fields", "0"], '--fields: "0": must be a whole number of 1 or more'],
    [[...DARCY, "--width", "1.5"], '--width: "1.5": must be'],
    [
      ["train", "darcy", "--data", data, "--fields", "20", "--width", "100000000"],
      "model.hidden_channels: 100000000: 1.0e+19 numbers of spectral weights are more than a buffer holds; take fewer",
    ],
    [
      ["train", "burgers", "--fields", "100000000"],
      "--fields: 100000000: with 20,000,000 to be judged by they are more than 2097152, which no array",
    ],
    [[...DARCY, "--modes", "9"], "--modes: 9: fields of 16 x 16 points have 8 at most; give as many or fewer"],
    [[...DARCY, "--batch", "21"], "--batch: 21: there are 20 fields to learn from; give as many or fewer"],
    [[...DARCY, "--neuron", "LIF"], '--neuron: "LIF": darcy is learnt by a Fourier neural operator, which has none; leave it out'],
    [[...DARCY, "--timesteps", "2"], "which has none; leave it out"],
    [[...DARCY, "--lr", "0"], "--lr: 0: must be a number above 0"],
    [[...DARCY, "--schedule", "step"], "--schedule: "],
    [[...BURGERS, "--data", data], `--data: ${JSON.stringify(data)}: the fields of burgers are made, not read; leave it out`],
    // Before there are any fields: so many would take a minute.
    [["train", "burgers", "--fields", "100000", "--modes", "66"], "--modes: 66: fields of 128 points have 65 at most"],
    [
      ["train", "mnist", "--data", data, "--width", "3"],
      '--width: "3": mnist is learnt by a spiking network, which has none; leave it out',
    ],
    [[...resume, model, "--width", "7"], `--width: 7: ${model} was trained with 6; leave it out`],
    [[...resume, model], `--epochs: 1: ${model} has 1 epoch behind it; it is at its end`],
    [["train", "burgers", "--resume", model], "was trained on darcy; train darcy, or leave it out"],
    [[...resume.with(3, tinyDarcy(24, 7)), written({ about: changed({ epochs: 2 }) })], "holds other fields than"],
    [
      ["train", "burgers", "--resume", written({ about: { ...changed({ epochs: 2, fields: 2 }), data_set: "burgers" } })],
      "was trained on other fields than are made here; train anew without it",
    ],
    [[...resume, truncated], "is truncated: tensor "],
    [[...resume, join(images, "model.safetensors")], "is of another kind of training (labelled examples); name a checkpoint"],
    [["train", "mnist", "--data", data, "--resume", model], "is of another kind of training (fields); name a checkpoint"],
    [[...resume, written({ about: 3 })], "was not written by galvani train; name a checkpoint that was"],
    [[...resume, written({ history: [] })], "is damaged: its metadata has epoch 1 and a history of 0 epochs"],
  ];
  for (const [argv, message] of cases) {
    const out = inOut();
    const done = await galvani([...argv, "--out", out]);
    expect([argv.join(" "), done.code, done.err]).toEqual([argv.join(" "), 2, expect.stringContaining(message)]);
    expect(done.err).toMatch(/^galvani: [^\n]*\n$/);
    expect(existsSync(out)).toBe(false);
  }
  // Weights for other modes than the settings say.
  expect(() => encodeFieldTraining({ ...checkpoint, spec: wider })).toThrow();
});

test("--out of a resumed training may hold what is no best epoch of it: said, and no failure", async () => {
  const first = inOut();
  expect((await galvani([...DARCY, "--schedule", "constant", "--epochs", "1", "--out", first])).code).toBe(0);
  // An epoch that no later one is better than.
  const checkpoint = decodeFieldTraining(read(first, "model.safetensors"), "model");
  const history = checkpoint.history.map((record) => ({
    ...record,
    tests: { ...record.tests, "16": { loss: 1e-9, relative_l2: 1e-9 } },
  }));
  writeFileSync(join(first, "model.safetensors"), encodeFieldTraining({ ...checkpoint, history }));
  const out = folder();
  writeFileSync(join(out, "best.safetensors"), "of something else");
  const resume = ["train", "darcy", "--data", data, "--adapter", "cpu", "--resume", join(first, "model.safetensors"), "--epochs", "2"];
  const done = await galvani([...resume, "--out", out]);
  expect([done.code, done.err]).toEqual([0, ""]);
  expect(done.out).toContain(`epoch 1, the best, was before --resume: that run kept it; ${join(out, "best.safetensors")} is not of it`);
});
