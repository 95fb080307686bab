import type { EpochFrame } from "./training.ts";
import type { Pass } from "./training-spec.ts";

/** What an epoch on labelled examples came to. */
export interface EpochRecord extends EpochFrame {
  /** Mean over the training examples, each seen before its batch changed the parameters; without penalties. */
  readonly train_loss: number;
  /** Of the sparsity penalty, as `train_loss`; only where there is one. */
  readonly train_penalty?: number;
  readonly train_accuracy: number;
  /** Mean over the test examples after the epoch, with soft spikes. */
  readonly test_loss: number;
  /** Share of test examples that are right, with spikes as in training. */
  readonly test_accuracy_soft: number;
  /** The same with hard thresholds: every spike 0 or 1. */
  readonly test_accuracy_hard: number;
  /** Of each layer of neurons: mean spikes a neuron and step over the test set. */
  readonly rates_soft: readonly number[];
  readonly rates_hard: readonly number[];
}

/** @param penalised whether the loss has a penalty beside it */
export function epochRecord({ epoch, ...frame }: EpochFrame, learnt: Pass, [soft, hard]: readonly Pass[], penalised: boolean): EpochRecord {
  return {
    epoch,
    train_loss: learnt.loss,
    ...(penalised && { train_penalty: learnt.penalty }),
    train_accuracy: learnt.accuracy,
    test_loss: soft.loss,
    test_accuracy_soft: soft.accuracy,
    test_accuracy_hard: hard.accuracy,
    rates_soft: soft.rates,
    rates_hard: hard.rates,
    ...frame,
  };
}
