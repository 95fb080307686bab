import { columnSums } from "./kernels/column_sums.ts";
import { gradientProduct, matmul } from "./kernels/matmul.ts";
import { GRADIENTS, PARAMETERS, type Parameter, type Recorded, type Tensor } from "./tensor.ts";

/** output = input W^T + b, the same for every sample. */
interface Affine {
  readonly label: string;
  readonly samples: number;
  /** Numbers of a sample that come in, and that go out. */
  readonly columns: number;
  readonly rows: number;
  /** rows x columns. */
  readonly weight: Pick<Parameter, "at">;
  readonly bias?: Pick<Parameter, "at">;
  readonly input: Pick<Tensor, "name" | "grad">;
  readonly output: Pick<Tensor, "name" | "grad">;
  /** Whether it is added to what the output holds; default false. */
  readonly onto?: boolean;
  /** Whether its part of the input's gradient is added to what is there; default false. */
  readonly adds?: boolean;
}

/**
 * The stages of a product with a matrix that is learnt, and of its adjoint.
 * @param buffer makes a buffer of so many floats for sums on their way
 */
export function affine(
  { label, samples, columns, rows, weight, bias, input, output, onto, adds }: Affine,
  buffer: (length: number) => string,
): Recorded {
  const biased = bias && { bias_at: bias.at, biased: 1 };
  const forward = matmul(
    label,
    { rows: samples, columns: rows, depth: columns, turned: 2, right_at: weight.at, ...biased, accumulate: onto ? 1 : 0 },
    { left: input.name, right: PARAMETERS, bias: PARAMETERS, out: output.name },
  );
  const grad = output.grad as string;
  const backward = gradientProduct(
    `${label}, weights`,
    { rows, columns, depth: samples, out_at: weight.at },
    { left: grad, right: input.name, out: GRADIENTS },
    buffer,
  );
  if (bias)
    backward.push(columnSums(`${label}, bias`, { rows: samples, columns: rows, out_at: bias.at }, { matrix: grad, out: GRADIENTS }));
  if (input.grad)
    backward.push(
      matmul(
        `${label}, inputs`,
        { rows: samples, columns, depth: rows, turned: 0, right_at: weight.at, accumulate: adds ? 1 : 0 },
        { left: grad, right: PARAMETERS, out: input.grad },
      ),
    );
  return { forward: [forward], backward };
}
