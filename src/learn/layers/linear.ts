import { InputError } from "../../errors.ts";
import { columnSums } from "../kernels/column_sums.ts";
import { gradientProduct, matmul } from "../kernels/matmul.ts";
import { GRADIENTS, PARAMETERS, type Tensor } from "../tensor.ts";
import { whole } from "./images.ts";
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
  const { in_features: columns, bias = true } = spec;
  const rows = whole(index, "out_features", spec.out_features, 1);
  if (input.shape.length !== 1)
    throw new InputError(`layers[${index}].in_features`, columns, `what comes in is ${input.shape.join(" x ")}; put a Flatten before it`);
  if (input.features !== columns)
    throw new InputError(`layers[${index}].in_features`, columns, `what comes in has ${input.features} features; make them equal`);
  const bound = 1 / Math.sqrt(columns);
  const weight = recording.parameter(`${index}.weight`, [rows, columns], dice.uniforms(rows * columns, bound));
  const offset = bias ? recording.parameter(`${index}.bias`, [rows], dice.uniforms(rows, bound)) : undefined;
  const output = recording.tensor(`${index}`, [rows], input.steps, true);
  const samples = input.steps * input.batch;
  const plain = { bias_at: 0, biased: 0, accumulate: 0, left_at: 0, right_at: 0, out_at: 0 };
  const forward = matmul(
    `${index} Linear`,
    {
      ...plain,
      rows: samples,
      columns: rows,
      depth: columns,
      turned: 2,
      right_at: weight.at,
      bias_at: offset?.at ?? 0,
      biased: offset ? 1 : 0,
    },
    { left: input.name, right: PARAMETERS, bias: PARAMETERS, out: output.name },
  );
  const grad = output.grad as string;
  const backward = gradientProduct(
    `${index} Linear, weights`,
    { rows, columns, depth: samples, out_at: weight.at },
    { left: grad, right: input.name, out: GRADIENTS },
    (length) => recording.scratch("slices", length),
  );
  if (offset)
    backward.push(
      columnSums(`${index} Linear, bias`, { rows: samples, columns: rows, out_at: offset.at }, { matrix: grad, out: GRADIENTS }),
    );
  if (input.grad)
    backward.push(
      matmul(
        `${index} Linear, inputs`,
        { ...plain, rows: samples, columns, depth: rows, turned: 0, right_at: weight.at },
        { left: grad, right: PARAMETERS, bias: PARAMETERS, out: input.grad },
      ),
    );
  recording.add({ forward: [forward], backward });
  return output;
}
