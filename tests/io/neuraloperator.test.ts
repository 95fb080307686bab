import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeNeuralOperator, encodeNeuralOperator } from "../../src/io/neuraloperator.ts";
import { decodeNpz } from "../../src/io/npz.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/io/safetensors.ts";
import type { StateDict } from "../../src/learn/state-dict.ts";
import type { Normalisation } from "../../src/operator/data.ts";
import { FNO } from "../../src/operator/fno.ts";
import type { FnoSpec } from "../../src/operator/spec.ts";

const SPECS: Readonly<Record<string, FnoSpec>> = {
  fno_1d: { n_modes: [7], in_channels: 1, out_channels: 1, hidden_channels: 6, n_layers: 3 },
  fno_2d: { n_modes: [5, 6], in_channels: 2, out_channels: 3, hidden_channels: 4, n_layers: 2, projection_channel_ratio: 3 },
  fno_2d_plain: {
    ...{ n_modes: [4, 8], in_channels: 1, out_channels: 1, hidden_channels: 4, n_layers: 2 },
    ...{ positional_embedding: null, use_channel_mlp: false },
  },
  fno_2d_padded: { n_modes: [4, 5], in_channels: 1, out_channels: 1, hidden_channels: 4, n_layers: 2, domain_padding: [0.25, 0.5] },
};
const NAMES = Object.keys(SPECS);
const bytesOf = (name: string) => readFileSync(`tests/golden/${name}.safetensors`);

/** Of numbers that are all different. */
function normalisationOf({ in_channels, out_channels }: FnoSpec): Normalisation {
  const numbers = (length: number, first: number) => Array.from({ length }, (_, k) => first + k);
  return {
    inputs: { mean: numbers(in_channels, 10), std: numbers(in_channels, 20) },
    outputs: { mean: numbers(out_channels, 30), std: numbers(out_channels, 40) },
  };
}

/** (batch, channels, ...sizes) with the channels last. */
function channelsLast(data: ArrayLike<number>, [, channels, ...sizes]: readonly number[]): Float32Array {
  const places = sizes.reduce((all, n) => all * n, 1);
  return Float32Array.from({ length: data.length }, (_, at) => {
    const [place, channel] = [Math.floor(at / channels) % places, at % channels];
    return data[(Math.floor(at / (places * channels)) * channels + channel) * places + place];
  });
}

describe.each(NAMES)("%s of neuraloperator", (name) => {
  test.each(["cpu", "software"] as const)("answers as its own forward pass does, on %s", async (adapter) => {
    const { spec, parameters } = decodeNeuralOperator(bytesOf(name), "file", name, SPECS[name]);
    const arrays = decodeNpz(readFileSync(`tests/golden/${name}.npz`));
    const cases = Object.keys(arrays).length / 2;
    expect(cases).toBeGreaterThan(1);
    // On software the first size and the coarse one: making its kernels takes longer than running them.
    for (let k = 0; k < cases; k += adapter === "cpu" ? 1 : cases - 1) {
      const { data, shape } = arrays[`input_${k}`];
      const wanted = arrays[`output_${k}`];
      const sizes = shape.slice(2);
      const fno = await FNO.create(spec, parameters, { sizes, batch: 2, adapter });
      const found = await fno.forward(channelsLast(data as Float32Array, shape));
      fno.destroy();
      const expected = channelsLast(wanted.data as Float32Array, wanted.shape);
      const norm = Math.hypot(...expected);
      expect(Math.hypot(...expected.map((value, i) => value - found[i])) / norm, `sizes ${sizes}`).toBeLessThan(2e-6);
      expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]))) / norm, `sizes ${sizes}`).toBeLessThan(1e-5);
    }
  });

  test("comes and goes without loss", () => {
    const bytes = bytesOf(name);
    const operator = decodeNeuralOperator(bytes, "file", name, SPECS[name]);
    const normalisation = normalisationOf(operator.spec);
    const again = encodeNeuralOperator({ ...operator, normalisation });
    expect(decodeSafetensors(again, "again").tensors).toEqual(decodeSafetensors(bytes, "file").tensors);
    // What was written says what it is.
    const read = decodeNeuralOperator(again, "again");
    expect([read.spec, read.normalisation]).toEqual([SPECS[name], normalisation]);
    expect(read.parameters).toEqual(operator.parameters);
  });

  test("names and shapes tell what it is", () => {
    const { spec, parameters } = decodeNeuralOperator(bytesOf(name), "file");
    const told = decodeNeuralOperator(bytesOf(name), "file", name, SPECS[name]);
    expect(parameters).toEqual(told.parameters);
    const { n_modes, hidden_channels, in_channels } = SPECS[name];
    // An odd number of modes along the last axis keeps as many as the even one below.
    const even = [...n_modes.slice(0, -1), n_modes[n_modes.length - 1] & ~1];
    // Without coordinates the two channels of the third case look like one and a coordinate.
    expect(spec).toMatchObject({ n_modes: even, hidden_channels, in_channels });
    expect(spec.positional_embedding).toBe(name === "fno_2d_plain" ? null : "grid");
  });
});

/** The file with something changed. */
function changed(change: (tensors: Record<string, StateDict[string]>) => void, name = "fno_2d"): Uint8Array {
  const tensors = { ...decodeSafetensors(bytesOf(name), "file").tensors };
  change(tensors);
  return encodeSafetensors({ tensors, metadata: {} });
}

const WEIGHT = "fno_blocks.convs.1.weight.tensor";

test.each<readonly [string, Uint8Array, FnoSpec | undefined, string]>([
  [
    "a tensor is missing",
    changed((t) => delete t["lifting.fcs.0.bias"]),
    SPECS.fno_2d,
    'net: "a.safetensors": is not of this operator: lifting.fcs.0.bias of shape [8] is missing; describe the operator it is of',
  ],
  [
    "one is left over",
    changed((t) => (t["fno_blocks.norm.0.weight"] = { shape: [1], data: new Float32Array(1) })),
    SPECS.fno_2d,
    "fno_blocks.norm.0.weight is not used",
  ],
  [
    "one has another shape",
    bytesOf("fno_2d"),
    { ...SPECS.fno_2d, out_channels: 2 },
    "projection.fcs.1.weight has shape [3, 12, 1] instead of [2, 12, 1]",
  ],
  [
    "weights for other modes",
    bytesOf("fno_2d"),
    { ...SPECS.fno_2d, n_modes: [6, 6] },
    `${WEIGHT} has shape [4, 4, 5, 4, 2] instead of [4, 4, 6, 4, 2]: it keeps 5 x 4 modes, not 6 x 4`,
  ],
  [
    "complex weights without their pairs",
    changed((t) => (t[WEIGHT] = { shape: [4, 4, 5, 4], data: t[WEIGHT].data.slice(0, 320) })),
    undefined,
    "its last dimension of 2, real and imaginary part, is missing (save torch.view_as_real of it",
  ],
  [
    "the same in the first block, from which the rest is told",
    changed((t) => (t["fno_blocks.convs.0.weight.tensor"] = { shape: [4, 4, 5, 4], data: t[WEIGHT].data.slice(0, 320) })),
    undefined,
    "has fno_blocks.convs.0.weight.tensor of shape [4, 4, 5, 4], not [in, out, ...modes, 2] of 1 to 3 axes; save torch.view_as_real",
  ],
  [
    "factorised weights",
    changed((t) => {
      t["fno_blocks.convs.0.weight.core"] = t["fno_blocks.convs.0.weight.tensor"];
      delete t["fno_blocks.convs.0.weight.tensor"];
    }),
    undefined,
    "has no fno_blocks.convs.0.weight.tensor; save the state_dict of neuralop.models.FNO without factorization",
  ],
  [
    "a number that is none",
    changed((t) => (t["projection.fcs.1.bias"] = { shape: [3], data: Float32Array.of(1, Number.NaN, 2) })),
    undefined,
    "has NaN in projection.fcs.1.bias",
  ],
  [
    "complex numbers as such",
    complex(),
    undefined,
    `has tensor "${WEIGHT}" of type C64; save its real and imaginary parts side by side as F32, in a last dimension of 2 (torch.view_as_real)`,
  ],
])("%s: one line", (_, bytes, spec, message) => {
  let thrown: unknown;
  try {
    decodeNeuralOperator(bytes, "net", "a.safetensors", spec);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(InputError);
  expect((thrown as Error).message).toContain(message);
  expect((thrown as Error).message).not.toContain("\n");
});

/** A file with one tensor of torch.complex64. */
function complex(): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ [WEIGHT]: { dtype: "C64", shape: [1], data_offsets: [0, 8] } }));
  const bytes = new Uint8Array(8 + header.length + 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
}

test("parameters of another model are not cut off, and a normalisation that is none is not taken", () => {
  const operator = decodeNeuralOperator(bytesOf("fno_1d"), "net");
  const { length } = operator.parameters;
  for (const other of [length - 4, length + 4]) {
    const message = `parameters: array of ${other}: this model has ${length}; take those of the same model`;
    expect(() => encodeNeuralOperator({ ...operator, parameters: new Float32Array(other) })).toThrow(message);
  }
  const flat = { ...normalisationOf(operator.spec), inputs: { mean: [0], std: [0] } };
  expect(() => encodeNeuralOperator({ ...operator, normalisation: flat })).toThrow(
    "normalisation.inputs.std: [0]: a finite number above 0",
  );
  const { tensors } = decodeSafetensors(bytesOf("fno_1d"), "net");
  const spec = JSON.stringify({ model: operator.spec, normalisation: flat });
  const decode = () => decodeNeuralOperator(encodeSafetensors({ tensors, metadata: { galvani: "1", spec } }), "net", "a.safetensors");
  expect(decode).toThrow(InputError);
  expect(decode).toThrow('net: "a.safetensors": holds no operator that this version of galvani knows (normalisation.inputs.std: [0]: ');
});
