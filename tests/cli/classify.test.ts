import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../src/io/model.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/io/safetensors.ts";
import { folder, galvani } from "./terminal.ts";
import { tinyImages } from "./tiny-images.ts";

const data = tinyImages();

/** A network that has learned a little; its checkpoint. */
async function trained(...more: string[]): Promise<string> {
  const out = join(folder(), "out");
  const argv = ["train", "mnist", "--data", data, "--adapter", "cpu", "--hidden", "20", "--batch", "32", "--lr", "0.01", "--epochs", "3"];
  const { code, err } = await galvani([...argv, "--out", out, ...more]);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

test("three accuracies, the first two those of the training's own tests, and no spike that differs", async () => {
  const out = await trained("--timesteps", "3");
  const { last } = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
  const argv = ["classify", join(out, "model.safetensors"), "--data", data, "--adapter", "cpu"];
  const json = await galvani([...argv, "--json"]);
  expect([json.code, json.err]).toEqual([0, ""]);
  const result = JSON.parse(json.out);
  expect(result).toMatchObject({ images: 100, decisions: 100 * 3 * 20, mismatches: 0, origins: 0, agreement: 100 });
  expect(result.soft).toBe(last.test_accuracy_soft);
  expect(result.hard).toBe(last.test_accuracy_hard);
  expect(result.spiking).toBe(last.test_accuracy_hard);
  expect(result.spikes).toBeCloseTo(last.rates_hard[0] * 3 * 20, 3);

  const whole = await galvani(argv);
  for (const [name, share] of [
    ["soft, dense", result.soft],
    ["hard, dense", result.hard],
    ["hard, event-driven", result.spiking],
  ])
    expect(whole.out).toMatch(new RegExp(`\\n${name} +${(100 * share).toFixed(2)} %\\n`));
  expect(result.soft).not.toBe(result.hard);

  const text = await galvani([...argv, "--count", "7"]);
  expect([text.code, text.err]).toEqual([0, ""]);
  expect(text.out).toMatch(/: 36 – Linear 20 – UltraDLIF – Linear 10, 3 time steps, 3 epochs\n7 test images on cpu/);
  expect(text.out).toMatch(/\nsoft, dense +\d+\.\d\d %\nhard, dense +\d+\.\d\d %\nhard, event-driven +\d+\.\d\d %\n/);
  const one = await galvani([...argv, "--count", "1"]);
  expect(one.out).toContain("\n1 test image on cpu");
  expect(text.out).toMatch(/\nmismatches +0 of 420 decisions for or against a spike\n/);
});

test("a model is smaller than its checkpoint and says the same", async () => {
  const out = await trained();
  const checkpoint = readFileSync(join(out, "model.safetensors"));
  const bytes = encodeModel(decodeModel(checkpoint, "model"));
  expect(bytes.length).toBeLessThan(0.5 * checkpoint.length);
  expect(decodeModel(bytes, "model")).toEqual(decodeModel(checkpoint, "model"));
  const file = join(folder(), "small.safetensors");
  writeFileSync(file, bytes);
  const answers = await Promise.all(
    [file, join(out, "model.safetensors")].map(async (path) =>
      JSON.parse((await galvani(["classify", path, "--data", data, "--json"])).out),
    ),
  );
  expect({ ...answers[0], seconds: 0 }).toEqual({ ...answers[1], seconds: 0 });
});

test("bad input is one line that names it", async () => {
  const model = join(await trained(), "model.safetensors");
  const one = async (...argv: string[]) => {
    const { code, out, err } = await galvani(["classify", ...argv]);
    expect([code, out, err.split("\n").length]).toEqual([2, "", 2]);
    return err;
  };
  expect(await one(model)).toMatch(/^galvani: --data: undefined: give a folder /);
  expect(await one(model, "--data", data, "--count", "101")).toMatch(/^galvani: --count: 101: the test set has 100 images/);
  expect(await one(join(folder(), "none"), "--data", data)).toMatch(/^galvani: model: ".*none": cannot be read \(ENOENT\)/);
  const bad = join(folder(), "bad.safetensors");
  const broken = async (bytes: Uint8Array) => {
    writeFileSync(bad, bytes);
    return one(bad, "--data", data);
  };
  const bytes = readFileSync(model);
  expect(await broken(bytes.subarray(0, 5000))).toMatch(/bad\.safetensors": /);
  expect(await broken(Buffer.from(bytes.toString("latin1").replace('"galvani":"1"', '"galvani":"7"'), "latin1"))).toMatch(
    /no trained network of galvani/,
  );
  expect(await broken(Buffer.from(bytes.toString("latin1").replace("UltraDLIF", "UltraFLIF"), "latin1"))).toMatch(/bad\.safetensors": /);
  expect(await broken(Buffer.from(bytes.toString("latin1").replace("bernoulli", "bernoully"), "latin1"))).toMatch(/bad\.safetensors": /);
  const { tensors, metadata } = decodeSafetensors(bytes, "model");
  const lost = { ...tensors["0.bias"], data: tensors["0.bias"].data.with(3, Number.NaN) };
  expect(await broken(encodeSafetensors({ tensors: { ...tensors, "0.bias": lost }, metadata }))).toMatch(
    /^galvani: model: .*bad\.safetensors: "0\.bias has NaN at 3": /,
  );
  expect(await one(model, "--data", tinyImagesOf8())).toMatch(/^galvani: --data: .*images of 8 x 8 where the network takes 36 pixels/);
});

/** Images of another size. */
function tinyImagesOf8(): string {
  const shape = (count: number) => [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 8, 0, 0, 0, 8];
  const file = (count: number) => Uint8Array.from([...shape(count), ...new Array<number>(64 * count).fill(9)]);
  return tinyImages({ train: 2, test: 2 }, { "train-images-idx3-ubyte": file(2), "t10k-images-idx3-ubyte": file(2) });
}
