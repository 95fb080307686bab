import { InputError } from "../../errors.ts";
import { affine } from "../affine.ts";
import { needWhole } from "../needs.ts";
import type { Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";

/** y = x W^T + b, as PyTorch's `Linear`: W (out_features x in_features), both drawn from U(-1/sqrt(in_features), 1/sqrt(in_features)). */
export interface LinearSpec {
  readonly layer: "Linear";
  readonly in_features: number;
  readonly out_features: number;
  /** Default true. */
  readonly bias?: boolean;
}

export function linear(spec: LinearSpec, input: Tensor, { index, recording, dice }: Site): Tensor {
  const { in_features: columns, out_features: rows, bias = true } = spec;
  needWhole(`layers[${index}].out_features`, rows, 1);
  if (input.shape.length !== 1)
    throw new InputError(`layers[${index}].in_features`, columns, `what comes in is ${input.shape.join(" x ")}; put a Flatten before it`);
  if (input.features !== columns)
    throw new InputError(`layers[${index}].in_features`, columns, `what comes in has ${input.features} features; make them equal`);
  const bound = 1 / Math.sqrt(columns);
  const weight = recording.parameter(`${index}.weight`, [rows, columns], dice.uniforms(rows * columns, bound));
  const offset = bias ? recording.parameter(`${index}.bias`, [rows], dice.uniforms(rows, bound)) : undefined;
  const output = recording.tensor(`${index}`, [rows], input.steps, true);
  const samples = input.steps * input.batch;
  recording.add(affine({ label: `${index} Linear`, samples, columns, rows, weight, bias: offset, input, output }, recording.slices));
  return output;
}
