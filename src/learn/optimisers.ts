import type { ProgramBuffer, Stage } from "../plan/program.ts";
import { adam } from "./kernels/adam.ts";
import { GRADIENTS, PARAMETERS } from "./tensor.ts";

/** How parameters follow their gradients; numbers and defaults are PyTorch's. */
export interface OptimiserSpec {
  readonly optimiser: "Adam";
  /** Default 0.001. */
  readonly lr?: number;
  /** Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Default 1e-8. */
  readonly eps?: number;
}

/** An optimiser for so many parameters. */
export interface Optimiser {
  /** Learning rate of the first epoch. */
  readonly lr: number;
  /** What it keeps, saved with a checkpoint. */
  readonly buffers: Readonly<Record<string, ProgramBuffer>>;
  /** Buffers of `buffers` that are its state: each as long as the parameters. */
  readonly moments: readonly string[];
  readonly stages: readonly Stage[];
  /** Numbers a batch of `rates`. */
  readonly columns: number;
  /** The row of `rates` of step n, counted from 1, at learning rate `lr`. */
  row(n: number, lr: number): readonly number[];
}

export function optimiserOf({ lr = 0.001, betas = [0.9, 0.999], eps = 1e-8 }: OptimiserSpec, count: number): Optimiser {
  const [beta1, beta2] = betas;
  return {
    lr,
    buffers: { first: { type: "f32", length: count }, second: { type: "f32", length: count } },
    moments: ["first", "second"],
    stages: [
      adam(
        "Adam",
        { count, beta1, beta2, eps },
        { clock: "clock", rates: "rates", parameters: PARAMETERS, gradients: GRADIENTS, first: "first", second: "second" },
      ),
    ],
    columns: 2,
    row: (n, lr) => [lr / (1 - beta1 ** n), 1 / Math.sqrt(1 - beta2 ** n)],
  };
}
