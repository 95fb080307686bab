import type { EpochRecord } from "./epoch-record.ts";
import type { Trainer } from "./trainer.ts";
import { type EpochFrame, type Learning, TRAIN } from "./training.ts";

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
export interface TrainEpochsOptions<R extends EpochFrame = EpochRecord> {
  /** Epochs in all, those of `history` included. */
  readonly epochs: number;
  /** Of the epochs before, where the trainer continues from a checkpoint. */
  readonly history?: readonly R[];
  /** Ends the training after the batches under way. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainEpochsProgress) => void;
  /** After each epoch; the history ends with it. The next one waits for what it returns. */
  readonly onEpoch?: (history: readonly R[]) => Promise<void> | void;
}

/**
 * Trains epoch by epoch, each followed by its tests: on labelled examples the test set is gone through twice, with soft spikes and with hard
 * thresholds; on fields each test set once.
 * @returns a record an epoch, those of `options.history` first
 * @throws CancelledError after `signal`, and what `Trainer.train` throws; the trainer then stands within an epoch
 */
export async function trainEpochs<L extends Learning>(
  trainer: Trainer<L>,
  options: TrainEpochsOptions<L["record"]>,
): Promise<readonly L["record"][]> {
  const history = [...(options.history ?? [])];
  while (trainer.epoch < options.epochs) {
    history.push(await epochOf(trainer, options));
    await options.onEpoch?.(history);
  }
  return history;
}

async function epochOf<L extends Learning>(
  trainer: Trainer<L>,
  { signal, onProgress }: TrainEpochsOptions<L["record"]>,
): Promise<L["record"]> {
  const { passes, tests, passOf, recordOf } = trainer.training;
  const epoch = trainer.epoch + 1;
  const workOf = (name: string) => passes[name].work * passes[name].examples;
  const all = [TRAIN, ...tests.map(passOf)].reduce((sum, name) => sum + workOf(name), 0);
  let [before, examplesPerSecond] = [0, 0];
  const started = performance.now();
  const told = (name: string) => (done: number, of: number) => {
    if (before === 0) examplesPerSecond = (passes[name].examples * done) / of / ((performance.now() - started) / 1000);
    onProgress?.({ epoch, share: (before + (workOf(name) * done) / of) / all, examplesPerSecond });
    if (done === of) before += workOf(name);
  };
  const lr = trainer.learningRate();
  const learnt = await trainer.train(lr, told(TRAIN), signal);
  const tested: L["pass"][] = [];
  for (const test of tests) tested.push(await trainer.evaluate(test, told(passOf(test)), signal));
  return recordOf({ epoch, lr, seconds: (performance.now() - started) / 1000 }, learnt, tested);
}

/** The epoch of the highest test accuracy with soft spikes, the first of equals. */
export function bestEpoch(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.reduce<EpochRecord | undefined>(
    (best, record) => (best && best.test_accuracy_soft >= record.test_accuracy_soft ? best : record),
    undefined,
  );
}
