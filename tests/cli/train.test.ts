import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeSafetensors } from "../../src/io/safetensors.ts";
import { decodeTraining, encodeTraining } from "../../src/io/training.ts";
import { csv, folder, galvani } from "./terminal.ts";
import { idx, tinyImages } from "./tiny-images.ts";

const data = tinyImages();
const SMALL = ["train", "mnist", "--data", data, "--adapter", "cpu", "--hidden", "20", "--batch", "32", "--lr", "0.01"];
const read = (...path: string[]) => readFileSync(join(...path));
const inOut = () => join(folder(), "deep", "out");

test("learns, says soft and hard, keeps all that it promises", async () => {
  const out = inOut();
  const argv = [...SMALL, "--epochs", "6", "--sparsity", "0.01", "--schedule", "cosine", "--out", out];
  const { code, out: said, err } = await galvani(argv);
  expect([code, err]).toEqual([0, ""]);
  expect(said).toMatch(/^mnist: 36 – Linear 20 – UltraDLIF – Linear 10, 1 time step, seed 42\nepoch {3}1 {2}loss \d\.\d{4} {2}training /);
  expect(said).toMatch(/\n {13}epoch {2}test soft {2}test hard {2}spike rate soft {2}spike rate hard {2}training {2}training loss\n/);
  expect(said).toMatch(/\nlast +6 +\d+\.\d\d % +\d+\.\d\d % +0\.\d{3} +\d\.\d{3} /);
  expect(said).toMatch(/\nadapter {11}cpu[^\n]*\ntook +\d/);
  expect(readdirSync(out).sort()).toEqual(["best.safetensors", "metrics.csv", "model.safetensors", "report.html", "summary.json"]);

  const { names, column } = csv(join(out, "metrics.csv"));
  expect(names).toEqual([
    ...["epoch", "train_loss", "train_penalty", "train_accuracy", "test_loss", "test_accuracy_soft", "test_accuracy_hard"],
    ...["spike_rate_1_soft", "spike_rate_1_hard", "lr", "seconds"],
  ]);
  expect(column("epoch")).toEqual([1, 2, 3, 4, 5, 6]);
  expect(column("train_loss")[5]).toBeLessThan(column("train_loss")[0]);
  // --sparsity times a mean spike of the one hidden layer.
  expect(column("train_penalty").every((penalty) => penalty > 0 && penalty < 0.01)).toBe(true);
  expect(column("lr")[0]).toBe(0.01);
  expect(column("lr")[3]).toBeCloseTo(0.005, 12);
  expect(column("seconds").every((seconds) => seconds > 0)).toBe(true);

  const summary = JSON.parse(read(out, "summary.json").toString());
  expect(summary).toMatchObject({ data_set: "mnist", neuron: "UltraDLIF", hidden: 20, sparsity: 0.01, epochs_done: 6, parameters: 952 });
  expect(summary.last.test_accuracy_soft).toBe(column("test_accuracy_soft")[5]);
  expect(summary.best.test_accuracy_soft).toBe(Math.max(...column("test_accuracy_soft")));
  expect(summary.best.test_accuracy_soft).toBeGreaterThan(0.3);
  const best = decodeTraining(read(out, "best.safetensors"), "best");
  expect([best.state.epoch, best.history.length]).toEqual([summary.best.epoch, summary.best.epoch]);

  const html = read(out, "report.html").toString();
  expect(html).not.toMatch(/https?:\/\/|\ssrc=|<script|NaN|undefined|Infinity/);
  for (const piece of [
    "<h1>mnist, UltraDLIF</h1>",
    "% soft and, in the same epoch",
    "36 – Linear 20",
    "spike rate of UltraDLIF (1), soft",
    "test, hard",
  ])
    expect(html).toContain(piece);
});

test("4 epochs at once are 2 and 2 resumed, to the byte; --json prints one object", async () => {
  const [straight, halves] = [inOut(), inOut()];
  const argv = [...SMALL, "--neuron", "UltraPLIF", "--timesteps", "2", "--layers", "2", "--json"];
  const whole = await galvani([...argv, "--epochs", "4", "--out", straight]);
  await galvani([...argv, "--epochs", "2", "--out", halves]);
  const half = read(halves, "model.safetensors");
  const again = ["train", "mnist", "--data", data, "--adapter", "cpu", "--json", "--epochs", "4"];
  const second = await galvani([...again, "--resume", join(halves, "model.safetensors"), "--out", halves]);
  expect([second.code, second.err]).toEqual([0, ""]);
  const model = read(straight, "model.safetensors");
  expect(model.equals(read(halves, "model.safetensors"))).toBe(true);
  expect(model.equals(half)).toBe(false);
  expect(read(straight, "best.safetensors").equals(read(halves, "best.safetensors"))).toBe(true);
  const [one, other] = [JSON.parse(whole.out), JSON.parse(second.out)];
  const strip = ({ took_s, resumed, best, last, ...rest }: typeof one) => ({
    ...rest,
    last: { ...last, seconds: 0 },
    best: { ...best, seconds: 0 },
  });
  expect(strip(other)).toEqual(strip(one));
  expect(other.resumed).toBe(join(halves, "model.safetensors"));
  expect(read(halves, "metrics.csv").toString()).not.toContain("penalty");
  // Times of epochs before are not known any more.
  expect(read(halves, "metrics.csv").toString().split("\r\n")[1]).toMatch(/,0\.01,$/);

  const { tensors, metadata } = decodeSafetensors(model, "model");
  expect(
    Object.entries(tensors)
      .slice(0, 4)
      .map(([name, { shape }]) => [name, shape]),
  ).toEqual([
    ["0.weight", [20, 36]],
    ["0.bias", [20]],
    ["1.log_tau", []],
    ["1.log_eps", []],
  ]);
  expect(tensors["optimiser.second.4.weight"].shape).toEqual([10, 20]);
  expect(JSON.parse(metadata.spec)).toMatchObject({ steps: 2, batch: 32, seed: 42, optimiser: { lr: 0.01 } });
});

test("a best epoch before the resumption stays the best, and where its weights are is said", async () => {
  const [first, second] = [inOut(), inOut()];
  await galvani([...SMALL, "--epochs", "1", "--out", first]);
  const model = join(first, "model.safetensors");
  const checkpoint = decodeTraining(readFileSync(model), "model");
  const history = checkpoint.history.map((record) => ({ ...record, test_accuracy_soft: 1 }));
  writeFileSync(model, encodeTraining({ ...checkpoint, history }));
  const { out } = await galvani([
    "train",
    "mnist",
    "--data",
    data,
    "--adapter",
    "cpu",
    "--epochs",
    "2",
    "--resume",
    model,
    "--out",
    second,
  ]);
  expect(out).toMatch(/\nbest \(soft\) +1 +100\.00 % /);
  expect(out).toMatch(/\nnote {14}epoch 1, the best, was before --resume: that run kept it\n/);
  expect(readdirSync(second).sort()).toEqual(["metrics.csv", "model.safetensors", "report.html", "summary.json"]);
  // Into a folder with another training's best epoch.
  const third = inOut();
  await galvani([...SMALL, "--epochs", "1", "--seed", "8", "--out", third]);
  const again = await galvani(["train", "mnist", "--data", data, "--epochs", "2", "--resume", model, "--out", third]);
  expect(again.out).toMatch(/\nnote {14}epoch 1, the best, was before --resume: that run kept it; [^\n]*best\.safetensors is not of it\n/);
  expect(read(second, "report.html").toString()).toContain(`Continued after epoch 1 from ${model}; the time is that of this run.`);
});

test("--preset tutorial-5: its network, with options beside it in place of its own", async () => {
  const argv = [
    "train",
    "fashion-mnist",
    "--data",
    data,
    "--adapter",
    "cpu",
    "--preset",
    "tutorial-5",
    "--hidden",
    "30",
    "--timesteps",
    "4",
  ];
  const out = inOut();
  const { code, out: said } = await galvani([...argv, "--out", out, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(said)).toMatchObject({ preset: "tutorial-5", neuron: "Leaky", hidden: 30, timesteps: 4, epochs: 1, lr: 0.0005 });
  const { spec } = decodeTraining(read(out, "model.safetensors"), "model");
  expect(spec.network.layers.map(({ layer }) => layer)).toEqual(["Linear", "Leaky", "Linear", "Leaky"]);
  expect(spec).toMatchObject({ encoder: { encoder: "constant", mean: 0, std: 1 }, loss: { loss: "cross_entropy_steps", over: "sum" } });
  // A spike of these is hard in training too.
  expect(JSON.parse(said).last.test_accuracy_hard).toBe(JSON.parse(said).last.test_accuracy_soft);
});

test("without --out nothing is kept, and it says so", async () => {
  const { code, out } = await galvani([...SMALL, "--epochs", "1"]);
  expect(code).toBe(0);
  expect(out).toMatch(/\nnote {14}nothing is kept without --out\n$/);
});

test("Ctrl-C: exit code 130, one line, the last epoch is kept and can be continued", async () => {
  const out = inOut();
  const done = await galvani([...SMALL, "--epochs", "100000", "--out", out], { interruptAt: /\nepoch +2 / });
  expect(done.code).toBe(130);
  const [, epoch] =
    /^galvani: cancelled in epoch \d+[^\n]*, after batch \d+ of \d+; epoch (\d+) is kept in [^\n]*model\.safetensors\n$/.exec(done.err) ??
    [];
  const { state } = decodeTraining(read(out, "model.safetensors"), "model");
  expect(state.epoch).toBe(Number(epoch));
  expect(read(out, "metrics.csv").toString().trim().split("\r\n")).toHaveLength(state.epoch + 1);
  const lost = await galvani([...SMALL, "--epochs", "100000"], { interruptAt: /\nepoch +1 / });
  expect(lost.code).toBe(130);
  expect(lost.err).toMatch(/^galvani: cancelled in epoch [^\n]*; nothing is kept without --out\n$/);
  const argv = [
    "train",
    "mnist",
    "--data",
    data,
    "--adapter",
    "cpu",
    "--resume",
    join(out, "model.safetensors"),
    "--epochs",
    String(state.epoch + 1),
  ];
  expect((await galvani(argv)).code).toBe(0);
});

test("a loss that is not finite any more: it stops, says where, and the epoch before is kept", async () => {
  const out = inOut();
  const few = ["--data", tinyImages({ train: 30, test: 20 }), "--lr", "1e36", "--epochs", "9", "--out", out];
  const done = await galvani([...SMALL, ...few]);
  expect(done.code).toBe(1);
  expect(done.err).toMatch(
    /^galvani: epoch 2, batch 1: the [^\n]* is not finite any more; [^\n]*; epoch 1 is kept in [^\n]*model\.safetensors\n$/,
  );
  expect(decodeTraining(read(out, "model.safetensors"), "model").state.epoch).toBe(1);
  const first = inOut();
  const lost = await galvani([...SMALL, ...few.with(3, "1e38").with(-1, first)]);
  expect(lost.err).toMatch(
    /^galvani: epoch 1, batch 1: parameter 0\.weight is not finite any more; [^\n]*; no epoch was done, nothing was written\n$/,
  );
  expect(existsSync(first)).toBe(false);
});

test("bad input: one line each, exit code 2, nothing written", async () => {
  const good = inOut();
  expect((await galvani([...SMALL, "--epochs", "1", "--out", good])).code).toBe(0);
  const model = join(good, "model.safetensors");
  const bytes = readFileSync(model);
  const truncated = join(good, "truncated.safetensors");
  writeFileSync(truncated, bytes.subarray(0, bytes.length - 40));
  const text = join(good, "text.safetensors");
  writeFileSync(text, "no tensors here, only text");
  const short = tinyImages({}, { "train-images-idx3-ubyte": idx([300, 6, 6], new Uint8Array(300 * 36 - 1)) });
  const labels = tinyImages({}, { "t10k-labels-idx1-ubyte": idx([100], new Uint8Array(100).fill(10)) });
  const resume = ["train", "mnist", "--data", data, "--adapter", "cpu", "--epochs", "2", "--resume"];
  const checkpoint = decodeTraining(bytes, "model");
  const about = (change: (settings: object) => unknown) => {
    const told = checkpoint.about as { settings: object };
    const path = join(folder(), "about.safetensors");
    writeFileSync(path, encodeTraining({ ...checkpoint, about: { ...told, settings: change(told.settings) } }));
    return path;
  };
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["train"], "data set: undefined: name one of fashion-mnist, mnist, burgers, darcy"],
    [["train", "minst", "--data", data], 'data set: "minst": did you mean "mnist"?'],
    [["train", "mnist"], "--data: undefined: mnist is read from files: give a folder with train-images"],
    [["train", "mnist", "--data", join(good, "none")], "is not a folder; name a folder with train-images"],
    [["train", "mnist", "--data", good], "is not there, with or without .gz"],
    [["train", "mnist", "--data", short], "is truncated: 300 x 6 x 6 elements need 10800 bytes, 10799 follow"],
    [["train", "mnist", "--data", labels], "has label 10 at 0; labels must be 0 to 9"],
    [[...SMALL, "--neuron", "UltraDLIFF"], '--neuron: "UltraDLIFF": did you mean "UltraDLIF"?'],
    [[...SMALL, "--neuron", "spam"], '--neuron: "spam": neurons: UltraLIF, UltraPLIF'],
    [[...SMALL, "--timesteps", "0"], '--timesteps: "0": must be a whole number of 1 or more'],
    [[...SMALL, "--hidden", "1.5"], '--hidden: "1.5": must be'],
    [[...SMALL, "--lr", "NaN"], '--lr: "NaN": must be a number above 0'],
    [[...SMALL, "--lr", "0"], "--lr: 0: must be"],
    [[...SMALL, "--sparsity", "-1"], "--sparsity: -1: must be a number 0 or more"],
    [[...SMALL, "--seed", "-1"], "--seed: -1: must be"],
    [[...SMALL, "--schedule", "step"], "--schedule: "],
    [[...SMALL, "--preset", "tutorial-6"], '--preset: "tutorial-6": did you mean "tutorial-5"?'],
    [[...SMALL, "--preset", "tutorial-5", "--neuron", "LIF"], "--preset tutorial-5 has its own neurons"],
    [[...SMALL, "--adapter", "gpu"], '--adapter: "gpu":'],
    [[...SMALL, "--epoch", "3"], 'option: "--epoch": did you mean "--epochs"?'],
    [[...SMALL, "--out", "/proc/galvani/out"], '--out: "/proc/galvani/out": cannot be written'],
    [[...SMALL, "--out", model], "is a file; name a folder"],
    [[...resume, model, "--hidden", "21"], `--hidden: 21: ${model} was trained with 20; leave it out`],
    [[...resume, model, "--neuron", "LIF"], "was trained with UltraDLIF"],
    [[...resume, model, "--epochs", "1"], "--epochs: 1: "],
    [["train", "fashion-mnist", ...resume.slice(2), model], "was trained on mnist"],
    [[...resume, model, "--data", tinyImages({ train: 301 })], "holds other images or labels than"],
    [[...resume, join(good, "none")], "cannot be read (ENOENT); name a checkpoint that galvani train wrote"],
    [[...resume, truncated], "is truncated: tensor "],
    [[...resume, about(() => 3)], "was not written by galvani train; name a checkpoint that was"],
    [[...resume, about((settings) => ({ ...settings, preset: "spam" }))], "was not written by galvani train; name a checkpoint that was"],
    [
      [...resume, about((settings) => ({ ...settings, epochs: undefined }))],
      "was not written by galvani train; name a checkpoint that was",
    ],
    [[...resume, text], "is no safetensors file: its first 8 bytes give a header of"],
  ];
  for (const [argv, message] of cases) {
    const out = inOut();
    const withOut = argv.includes("--out") ? argv : [...argv, "--out", out];
    const done = await galvani(withOut);
    expect([argv.join(" "), done.code]).toEqual([argv.join(" "), 2]);
    expect(done.err).toMatch(/^galvani: [^\n]*\n$/);
    expect(done.err).toContain(message);
    expect(existsSync(out)).toBe(false);
  }
});
