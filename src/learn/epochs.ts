import type { Trainer } from "./trainer.ts";

/** What an epoch came to. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
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
  readonly lr: number;
  /** Training and tests. Absent of epochs before a resumption: a checkpoint keeps no times, so that equal trainings give equal bytes. */
  readonly seconds?: number;
}

/** Where a training stands. */
export interface TrainEpochsProgress {
  /** The epoch under way, counted from 1. */
  readonly epoch: number;
  /** Share of it that is done: training and tests. */
  readonly share: number;
  /** Training examples a second, of the epoch under way; 0 until there are some. */
  readonly examplesPerSecond: number;
}

/** How long to train, and whom to tell. */
export interface TrainEpochsOptions {
  /** Epochs in all, those of `history` included. */
  readonly epochs: number;
  /** Of the epochs before, where the trainer continues from a checkpoint. */
  readonly history?: readonly EpochRecord[];
  /** Ends the training after the batches under way. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainEpochsProgress) => void;
  /** After each epoch; the history ends with it. The next one waits for what it returns. */
  readonly onEpoch?: (history: readonly EpochRecord[]) => Promise<void> | void;
}

/** Passes of an epoch and the work of an example in each: a step back costs about two steps forward. */
const WORK = { train: 3, soft: 1, hard: 1 };

/**
 * Trains epoch by epoch; after each one the test set is gone through twice, with soft spikes and with hard thresholds.
 * @returns a record an epoch, those of `options.history` first
 * @throws CancelledError after `signal`, and what `Trainer.train` throws; the trainer then stands within an epoch
 */
export async function trainEpochs(trainer: Trainer, options: TrainEpochsOptions): Promise<readonly EpochRecord[]> {
  const history = [...(options.history ?? [])];
  while (trainer.epoch < options.epochs) {
    history.push(await epochOf(trainer, options));
    await options.onEpoch?.(history);
  }
  return history;
}

async function epochOf(trainer: Trainer, { signal, onProgress }: TrainEpochsOptions): Promise<EpochRecord> {
  const epoch = trainer.epoch + 1;
  const [train, test] = ["train", "test"].map((set) => trainer.training.program.buffers[`${set}.labels`].length);
  const all = WORK.train * train + (WORK.soft + WORK.hard) * test;
  let [before, examplesPerSecond] = [0, 0];
  const started = performance.now();
  const pass = (work: number) => (done: number, of: number) => {
    if (before === 0) examplesPerSecond = (train * done) / of / ((performance.now() - started) / 1000);
    onProgress?.({ epoch, share: (before + (work * done) / of) / all, examplesPerSecond });
    if (done === of) before += work;
  };
  const lr = trainer.learningRate();
  const learnt = await trainer.train(lr, pass(WORK.train * train), signal);
  const soft = await trainer.evaluate(false, pass(WORK.soft * test), signal);
  const hard = await trainer.evaluate(true, pass(WORK.hard * test), signal);
  return {
    epoch,
    train_loss: learnt.loss,
    ...((trainer.spec.sparsity ?? 0) > 0 && { train_penalty: learnt.penalty }),
    train_accuracy: learnt.accuracy,
    test_loss: soft.loss,
    test_accuracy_soft: soft.accuracy,
    test_accuracy_hard: hard.accuracy,
    rates_soft: soft.rates,
    rates_hard: hard.rates,
    lr,
    seconds: (performance.now() - started) / 1000,
  };
}

/** The epoch of the highest test accuracy with soft spikes, the first of equals. */
export function bestEpoch(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.reduce<EpochRecord | undefined>(
    (best, record) => (best && best.test_accuracy_soft >= record.test_accuracy_soft ? best : record),
    undefined,
  );
}
