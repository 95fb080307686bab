import type { Stage } from "../plan/program.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { crossEntropy, type LossBuffers } from "./kernels/cross_entropy.ts";
import { crossEntropySteps } from "./kernels/cross_entropy_steps.ts";
import { squaredError } from "./kernels/squared_error.ts";
import type { Tensor } from "./tensor.ts";

/** What training makes small: the mean over the examples of a batch. Outputs are what the last layer's `readout` gives: spikes or membranes. */
export type LossSpec = CrossEntropySpec | CrossEntropyStepsSpec | MseCountSpec | MseMembraneSpec;

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

/**
 * snnTorch's `mse_count_loss`: squared error of the outputs' sum over time, mean over the classes, divided by the steps. The sum should be
 * steps times a rate, rounded down.
 */
export interface MseCountSpec {
  readonly loss: "mse_count";
  /** Spikes a step of the label's class; default 1. */
  readonly correct_rate?: number;
  /** Of the others; default 0. */
  readonly incorrect_rate?: number;
}

/** snnTorch's `mse_membrane_loss`: squared error of the outputs of each step, mean over the classes and the steps. */
export interface MseMembraneSpec {
  readonly loss: "mse_membrane";
  /** What the label's class should have; default 1. */
  readonly on_target?: number;
  /** What the others should have; default 0. */
  readonly off_target?: number;
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
  const shape = { ...part, steps, classes };
  switch (spec.loss) {
    case "cross_entropy":
      return crossEntropy("loss", { ...shape, gain: gainOf(spec, steps) }, buffers);
    case "cross_entropy_steps":
      return crossEntropySteps("loss", { ...shape, gain: gainOf(spec, steps) }, buffers);
    case "mse_count": {
      const { correct_rate = 1, incorrect_rate = 0 } = spec;
      const [on_target, off_target] = [correct_rate, incorrect_rate].map((rate) => Math.floor(rate * steps));
      return squaredError("loss", { ...shape, summed: 1, on_target, off_target, gain: 1 / (classes * steps) }, buffers);
    }
    case "mse_membrane": {
      const { on_target = 1, off_target = 0 } = spec;
      return squaredError("loss", { ...shape, summed: 0, on_target, off_target, gain: 1 / (classes * steps) }, buffers);
    }
  }
}

const gainOf = ({ over = "mean" }: CrossEntropySpec | CrossEntropyStepsSpec, steps: number) => (over === "mean" ? 1 / steps : 1);
