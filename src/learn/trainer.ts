import { CancelledError, DivergedError, InputError } from "../errors.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { HISTORY_COLUMNS } from "../twins/dense/tally.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { checkLearningRate } from "./check.ts";
import { batchesOf, compileTraining, type PassName, type Training, type TrainingSpec } from "./compile.ts";
import type { DataSet } from "./data.ts";
import { shuffled } from "./dice.ts";
import { notFinite, parameterNotFinite } from "./diverged.ts";
import { learningRate } from "./schedules.ts";
import { GRADIENTS, PARAMETERS } from "./tensor.ts";

/** What a pass over a set came to. */
export interface Pass {
  /** Mean over the examples, without penalties. */
  readonly loss: number;
  /** Of the sparsity penalty, mean over the examples: the loss and it together are what training makes small. */
  readonly penalty: number;
  /** Share of examples whose largest output is the label's. */
  readonly accuracy: number;
  readonly examples: number;
  /** Of each layer of neurons: mean spikes a neuron and step. */
  readonly rates: readonly number[];
  /** Mean loss of each batch. */
  readonly losses: Float64Array;
}

/** What continues a training to the same bits, at the end of an epoch. */
export interface TrainingState {
  readonly epoch: number;
  readonly parameters: Float32Array;
  /** The optimiser's, by its names. */
  readonly moments: Readonly<Record<string, Float32Array>>;
}

/** Batches that are run before progress is told and a cancellation is seen, at most: as many as take this long. */
const CHUNK = 32;
const CHUNK_MS = 200;

/** Told of batches done, of so many in the pass. */
export type OnBatches = (done: number, of: number) => void;

/** Trains one network on one set. Same spec, same adapter: the same bits. */
export class Trainer {
  /** Epochs done. */
  epoch = 0;

  private constructor(
    readonly spec: TrainingSpec,
    readonly training: Training,
    private readonly data: DataSet,
    readonly executor: ProgramExecutor,
  ) {}

  /** @throws InputError for a spec or data that cannot be trained with (`compileTraining`); NoAdapterError, DeviceError */
  static async create(spec: TrainingSpec, data: DataSet, adapter: AdapterChoice = "auto"): Promise<Trainer> {
    const training = compileTraining(spec, data);
    return new Trainer(spec, training, data, await executeProgram(training.program, adapter));
  }

  /**
   * One epoch: every example of the training set once, in a new order.
   * @param lr learning rate of this epoch; default: the schedule's
   * @param signal stops after the batches under way. The trainer then stands within an epoch: only `load` takes it on from there.
   * @throws CancelledError after `signal`; DivergedError if a loss is not finite: the parameters are those before that batch
   */
  async train(lr = this.learningRate(), onBatches?: OnBatches, signal?: AbortSignal): Promise<Pass> {
    checkLearningRate("lr", lr);
    const { executor, training, spec, data } = this;
    const count = data.train.labels.length;
    const batches = batchesOf(count, spec.batch);
    executor.write("train.order", shuffled(count, spec.seed, this.epoch));
    const rows = Array.from({ length: batches }, (_, k) => training.optimiser.row(this.epoch * batches + k + 1, lr));
    executor.write("rates", Float32Array.from(rows.flat()));
    // What a batch whose loss was not finite has left.
    executor.write(GRADIENTS, new Float32Array(training.recording.length));
    const pass = await this.pass("train", onBatches, signal);
    // The last batch's changes have met no loss yet.
    const parameter = parameterNotFinite(training.recording.parameters, await executor.read(PARAMETERS, "f32"));
    if (parameter !== undefined) throw new DivergedError(this.epoch + 1, batches, `parameter ${parameter}`);
    this.epoch++;
    return pass;
  }

  /** What the schedule has for the next epoch. */
  learningRate(): number {
    const { schedule = { schedule: "constant" } } = this.spec;
    return learningRate(schedule, this.training.optimiser.lr, this.epoch);
  }

  /** The test set, with soft spikes as in training or with hard thresholds. @throws CancelledError, DivergedError */
  evaluate(hard: boolean, onBatches?: OnBatches, signal?: AbortSignal): Promise<Pass> {
    return this.pass(hard ? "test hard" : "test", onBatches, signal);
  }

  async state(): Promise<TrainingState> {
    const { executor, training } = this;
    const moments: Record<string, Float32Array> = {};
    for (const name of training.optimiser.moments) moments[name] = await executor.read(name, "f32");
    return { epoch: this.epoch, parameters: await executor.read(PARAMETERS, "f32"), moments };
  }

  /** Continues from a state of the same spec. @throws InputError for one of another network or optimiser */
  load({ epoch, parameters, moments }: TrainingState): void {
    const { recording, optimiser } = this.training;
    const given: Record<string, Float32Array | undefined> = { parameters, ...moments };
    for (const name of ["parameters", ...optimiser.moments]) {
      const values = given[name];
      if (values?.length !== recording.length)
        throw new InputError(
          `state.${name}`,
          values,
          `this training has ${recording.length} numbers there; take the state of the same training`,
        );
    }
    this.epoch = epoch;
    this.executor.write(PARAMETERS, parameters);
    for (const name of optimiser.moments) this.executor.write(name, moments[name]);
  }

  destroy(): void {
    this.executor.destroy();
  }

  private async pass(name: PassName, onBatches: OnBatches | undefined, signal: AbortSignal | undefined): Promise<Pass> {
    const { executor, spec, epoch, data } = this;
    const examples = data[name === "train" ? "train" : "test"].labels.length;
    const clock = new Uint32Array(CLOCK_WORDS);
    clock[Clock.epoch] = epoch;
    clock[Clock.examples] = examples;
    executor.write("clock", clock);
    const batches = batchesOf(examples, spec.batch);
    const [number, over] = name === "train" ? [epoch + 1, ""] : [epoch, " over the test set"];
    for (let [done, chunk] = [0, 1]; done < batches; ) {
      if (signal?.aborted) throw new CancelledError(`cancelled in epoch ${number}${over}, after batch ${done} of ${batches}`);
      const times = Math.min(chunk, batches - done);
      const started = performance.now();
      await executor.run(name, times);
      done += times;
      const halted = (await executor.read("clock", "u32"))[Clock.halted];
      if (halted > 0) throw new DivergedError(number, halted, (await notFinite(executor, this.training, name)) + over);
      onBatches?.(done, batches);
      chunk = Math.max(1, Math.min(CHUNK, Math.floor((chunk * CHUNK_MS) / (performance.now() - started))));
    }
    return this.summary(batches);
  }

  private async summary(batches: number): Promise<Pass> {
    const layers = this.training.recording.spiking.length;
    const columns = HISTORY_COLUMNS + layers;
    const history = await this.executor.read("history", "f32");
    const losses = Float64Array.from({ length: batches }, (_, k) => history[k * columns]);
    const weighted = (column: number) =>
      losses.reduce((sum, _, k) => sum + history[k * columns + column] * (column === 1 ? 1 : history[k * columns + 2]), 0);
    const examples = losses.reduce((sum, _, k) => sum + history[k * columns + 2], 0);
    const rates = Array.from({ length: layers }, (_, layer) => weighted(HISTORY_COLUMNS + layer) / examples);
    const penalty = rates.reduce((sum, rate, layer) => sum + this.training.penalties[layer] * rate, 0);
    return { loss: weighted(0) / examples, penalty, accuracy: weighted(1) / examples, examples, rates, losses };
  }
}
