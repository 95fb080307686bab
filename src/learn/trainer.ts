import { InputError } from "../errors.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { HISTORY_COLUMNS } from "../twins/dense/tally.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { batchesOf, compileTraining, type PassName, type Training, type TrainingSpec } from "./compile.ts";
import type { DataSet } from "./data.ts";
import { shuffled } from "./dice.ts";
import { learningRate } from "./schedules.ts";
import { PARAMETERS } from "./tensor.ts";

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

/** Batches that are run before progress is told and a cancellation is seen. */
const CHUNK = 32;

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

  /** @throws InputError for shapes that do not chain; NoAdapterError */
  static async create(spec: TrainingSpec, data: DataSet, adapter: AdapterChoice = "auto"): Promise<Trainer> {
    const training = compileTraining(spec, data);
    return new Trainer(spec, training, data, await executeProgram(training.program, adapter));
  }

  /**
   * One epoch: every example of the training set once, in a new order.
   * @param lr learning rate of this epoch; default: the schedule's
   * @throws InputError if a loss is not finite: the parameters are those before that batch
   */
  async train(lr = this.learningRate(), onBatches?: (done: number, of: number) => void): Promise<Pass> {
    const { executor, training, spec, data } = this;
    const count = data.train.labels.length;
    const batches = batchesOf(count, spec.batch);
    executor.write("train.order", shuffled(count, spec.seed, this.epoch));
    const rows = Array.from({ length: batches }, (_, k) => training.optimiser.row(this.epoch * batches + k + 1, lr));
    executor.write("rates", Float32Array.from(rows.flat()));
    const pass = await this.pass("train", count, this.epoch, onBatches);
    this.epoch++;
    return pass;
  }

  /** What the schedule has for the next epoch. */
  learningRate(): number {
    const { schedule = { schedule: "constant" } } = this.spec;
    return learningRate(schedule, this.training.optimiser.lr, this.epoch);
  }

  /** The test set, with soft spikes as in training or with hard thresholds. */
  evaluate(hard: boolean, onBatches?: (done: number, of: number) => void): Promise<Pass> {
    return this.pass(hard ? "test hard" : "test", this.data.test.labels.length, this.epoch, onBatches);
  }

  async state(): Promise<TrainingState> {
    const { executor, training } = this;
    const moments: Record<string, Float32Array> = {};
    for (const name of training.optimiser.moments) moments[name] = await executor.read(name, "f32");
    return { epoch: this.epoch, parameters: await executor.read(PARAMETERS, "f32"), moments };
  }

  /** Continues from a state of the same spec. */
  load({ epoch, parameters, moments }: TrainingState): void {
    this.epoch = epoch;
    this.executor.write(PARAMETERS, parameters);
    for (const [name, values] of Object.entries(moments)) this.executor.write(name, values);
  }

  destroy(): void {
    this.executor.destroy();
  }

  private async pass(name: PassName, examples: number, epoch: number, onBatches?: (done: number, of: number) => void): Promise<Pass> {
    const { executor, spec } = this;
    const clock = new Uint32Array(CLOCK_WORDS);
    clock[Clock.epoch] = epoch;
    clock[Clock.examples] = examples;
    executor.write("clock", clock);
    const batches = batchesOf(examples, spec.batch);
    for (let done = 0; done < batches; ) {
      const times = Math.min(CHUNK, batches - done);
      await executor.run(name, times);
      done += times;
      const halted = (await executor.read("clock", "u32"))[Clock.halted];
      if (halted > 0)
        throw new InputError(`training, epoch ${epoch + 1}, batch ${halted}`, "NaN", "the loss is not finite; lower the learning rate");
      onBatches?.(done, batches);
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
