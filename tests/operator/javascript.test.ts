/** What only JavaScript can hand over, where no compiler looks: one line each, and no wrong numbers. */
import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import type { Normalisation } from "../../src/operator/data.ts";
import { FNO } from "../../src/operator/fno.ts";
import { SpectralConv } from "../../src/operator/spectral-conv.ts";
import { fieldTrainer } from "../../src/operator/training.ts";
import { smallData, smallSpec } from "./small.ts";

const { model } = smallSpec;
const doubles = (values: Float32Array) => Float64Array.from(values) as never as Float32Array;
const refused = async (made: Promise<unknown>, message: string) => {
  await expect(made).rejects.toThrow(InputError);
  await expect(made).rejects.toThrow(message);
};

test.each(["inputs", "targets"] as const)("%s of a set that are no floats", async (key) => {
  const { train, tests } = smallData;
  const message = `.${key}: array of ${train[key].length}: numbers in a Float32Array`;
  const trainer = (of: typeof smallData) => fieldTrainer(smallSpec, of, "cpu");
  await refused(trainer({ train: { ...train, [key]: doubles(train[key]) }, tests }), `train${message}`);
  await refused(trainer({ train, tests: { one: { ...train, [key]: doubles(train[key]) } } }), `tests.one${message}`);
  await refused(trainer({ train: { ...train, [key]: Array.from(train[key]) as never }, tests }), `train.${key}: [`);
});

test("a test set that there is not", async () => {
  const trainer = await fieldTrainer(smallSpec, smallData, "cpu");
  for (const name of ["none", "train", "toString"]) await refused(trainer.evaluate(name), `test: "${name}": one of same, fine, coarse`);
  trainer.destroy();
});

test("an operator's parameters, fields, sizes and normalisation", async () => {
  const trainer = await fieldTrainer(smallSpec, smallData, "cpu");
  const { parameters } = await trainer.state();
  trainer.destroy();
  const made = (options: object, numbers = parameters) => FNO.create(model, numbers, { sizes: [13], adapter: "cpu", ...options });
  await refused(made({}, doubles(parameters)), `parameters: array of ${parameters.length}: numbers in a Float32Array`);
  await refused(made({ sizes: undefined }), "sizes: undefined: a whole number for each axis");
  const normalisation = smallSpec.normalisation as Normalisation;
  await refused(made({ normalisation: { inputs: normalisation.inputs } }), "normalisation.outputs.mean: undefined: a finite number");
  await refused(made({ normalisation: { ...normalisation, output: 1 } }), "normalisation.output: 1: unknown key");
  const fno = await made({});
  await refused(fno.forward(doubles(smallData.train.inputs)), "inputs: array of 299: numbers in a Float32Array");
  fno.destroy();
});

test("a convolution's fields and bias", async () => {
  const conv = await SpectralConv.create({ in_channels: 1, out_channels: 2, n_modes: [4] }, [6], 1, "cpu");
  await refused(conv.forward(new Float64Array(6) as never), "fields: array of 6: numbers in a Float32Array");
  expect(() => conv.setWeights(new Float32Array(12), new Float64Array(2) as never)).toThrow(
    "conv.bias: array of 2: numbers in a Float32Array",
  );
  conv.destroy();
});

test("a call before the one before it is done is refused, not mixed with it", async () => {
  const trainer = await fieldTrainer(smallSpec, smallData, "cpu");
  const learning = trainer.train();
  await expect(trainer.evaluate("fine")).rejects.toThrow("the trainer is busy: await the call before");
  await expect(trainer.train()).rejects.toThrow("the trainer is busy");
  expect((await learning).examples).toBe(23);
  const { parameters } = await trainer.state();
  trainer.destroy();
  const fno = await FNO.create(model, parameters, { sizes: [13], adapter: "cpu" });
  const conv = await SpectralConv.create({ in_channels: 1, out_channels: 1, n_modes: [4] }, [13], 1, "cpu");
  const field = smallData.train.inputs.slice(0, 13);
  for (const [one, what] of [
    [fno, "operator"],
    [conv, "convolution"],
  ] as const) {
    const first = one.forward(field);
    await expect(one.forward(new Float32Array(13))).rejects.toThrow(`the ${what} is busy: await the call before`);
    expect(await first).toEqual(await one.forward(field));
    one.destroy();
  }
});
