import type { Stage } from "../plan/program.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { crossEntropy, type LossBuffers } from "./kernels/cross_entropy.ts";
import { crossEntropySteps } from "./kernels/cross_entropy_steps.ts";
import type { Tensor } from "./tensor.ts";

/** What training makes small: the mean over the examples of a batch. Outputs are what the last layer's `readout` gives: spikes or membranes. */
export type LossSpec = CrossEntropySpec | CrossEntropyStepsSpec;

/** Cross-entropy of the outputs' mean (default) or sum over time; the sum of spikes is snnTorch's `ce_count_loss`. */
export interface CrossEntropySpec {
  readonly loss: "cross_entropy";
  readonly over?: "mean" | "sum";
}

/**
 * Cross-entropy of the outputs of each step, then their mean (default; of spikes it is snnTorch's `ce_rate_loss`) or sum over time (of
 * membranes it is the loss of snnTorch's tutorial 5).
 */
export interface CrossEntropyStepsSpec {
  readonly loss: "cross_entropy_steps";
  readonly over?: "mean" | "sum";
}

/** The loss of a part of a batch and its gradient. */
export function loss(spec: LossSpec, set: "train" | "test", part: BatchPart, output: Tensor): Stage {
  const { steps, features: classes, name, grad } = output;
  const buffers: LossBuffers = {
    clock: "clock",
    order: `${set}.order`,
    labels: `${set}.labels`,
    outputs: name,
    grad_outputs: grad as string,
    losses: "losses",
  };
  const { over = "mean" } = spec;
  const shape = { ...part, steps, classes, gain: over === "mean" ? 1 / steps : 1 };
  switch (spec.loss) {
    case "cross_entropy":
      return crossEntropy("loss", shape, buffers);
    case "cross_entropy_steps":
      return crossEntropySteps("loss", shape, buffers);
  }
}
