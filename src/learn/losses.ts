import type { Stage } from "../plan/program.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { crossEntropy } from "./kernels/cross_entropy.ts";
import type { Tensor } from "./tensor.ts";

/** What training makes small. */
export interface LossSpec {
  /** Cross-entropy of the outputs' mean or sum over time. */
  readonly loss: "cross_entropy";
  readonly over?: "mean" | "sum";
}

/** The loss of a part of a batch, its gradient and its hits. */
export function loss({ over = "mean" }: LossSpec, set: "train" | "test", part: BatchPart, output: Tensor): Stage {
  const { steps, features: classes, name, grad } = output;
  return crossEntropy(
    "loss",
    { ...part, steps, classes, gain: over === "mean" ? 1 / steps : 1 },
    {
      clock: "clock",
      order: `${set}.order`,
      labels: `${set}.labels`,
      outputs: name,
      grad_outputs: grad as string,
      losses: "losses",
      hits: "hits",
    },
  );
}
