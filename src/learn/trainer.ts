import { CancelledError, DivergedError, InputError } from "../errors.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { checkLearningRate } from "./check.ts";
import { type Classes, compileTraining } from "./compile.ts";
import type { DataSet } from "./data.ts";
import { shuffled } from "./dice.ts";
import { notFinite, parameterNotFinite } from "./diverged.ts";
import { learningRate } from "./schedules.ts";
import { GRADIENTS, PARAMETERS } from "./tensor.ts";
import { batchesOf, type Learning, meansOf, TRAIN, type Training } from "./training.ts";
import type { TrainingSpec } from "./training-spec.ts";

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
type OnBatches = (done: number, of: number) => void;

/** Trains one network on one set; of labelled examples unless said otherwise. Same spec, same adapter: the same bits. One epoch or pass at a time: await each before the next. */
export class Trainer<L extends Learning = Classes> {
  private readonly turns = new Turns("the trainer");
  /** Epochs done. */
  epoch = 0;

  private constructor(
    readonly spec: L["spec"],
    readonly training: Training<L>,
    readonly executor: ProgramExecutor,
  ) {}

  /** @throws InputError for a spec or data that cannot be trained with (`compileTraining`); NoAdapterError, DeviceError */
  static create(spec: TrainingSpec, data: DataSet, adapter: AdapterChoice = "auto"): Promise<Trainer> {
    return Trainer.of<Classes>(spec, compileTraining(spec, data), adapter);
  }

  /** A trainer of what `training` is the program of. @throws NoAdapterError, DeviceError */
  static async of<L extends Learning>(spec: L["spec"], training: Training<L>, adapter: AdapterChoice): Promise<Trainer<L>> {
    return new Trainer<L>(spec, training, await executeProgram(training.program, adapter));
  }

  /**
   * One epoch: every example of the training set once, in a new order.
   * @param lr learning rate of this epoch; default: the schedule's
   * @param signal stops after the batches under way. The trainer then stands within an epoch: only `load` takes it on from there.
   * @throws CancelledError after `signal`; DivergedError if a loss is not finite: the parameters are those before that batch; GalvaniError before
   * an earlier epoch or pass is done
   */
  async train(lr = this.learningRate(), onBatches?: OnBatches, signal?: AbortSignal): Promise<L["pass"]> {
    checkLearningRate("lr", lr);
    return this.turns.take(() => this.learn(lr, onBatches, signal));
  }

  /** What the schedule has for the next epoch. */
  learningRate(): number {
    const { schedule = { schedule: "constant" } } = this.spec;
    return learningRate(schedule, this.training.optimiser.lr, this.epoch);
  }

  /**
   * A pass over a test set.
   * @param test of labelled examples: whether thresholds are hard, or spikes soft as in training; of fields: the set's name
   * @throws InputError for a set that there is not; CancelledError, DivergedError; GalvaniError as `train`
   */
  async evaluate(test: L["test"], onBatches?: OnBatches, signal?: AbortSignal): Promise<L["pass"]> {
    const pass = this.training.passOf(test);
    return this.turns.take(() => this.pass(pass, onBatches, signal));
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

  private async learn(lr: number, onBatches: OnBatches | undefined, signal: AbortSignal | undefined): Promise<L["pass"]> {
    const { executor, training, spec } = this;
    const count = training.passes[TRAIN].examples;
    const batches = batchesOf(count, spec.batch);
    executor.write(`${TRAIN}.order`, shuffled(count, spec.seed, this.epoch));
    const rows = Array.from({ length: batches }, (_, k) => training.optimiser.row(this.epoch * batches + k + 1, lr));
    executor.write("rates", Float32Array.from(rows.flat()));
    // What a batch whose loss was not finite has left.
    executor.write(GRADIENTS, new Float32Array(training.recording.length));
    const pass = await this.pass(TRAIN, onBatches, signal);
    // The last batch's changes have met no loss yet.
    const parameter = parameterNotFinite(training.recording.parameters, await executor.read(PARAMETERS, "f32"));
    if (parameter !== undefined) throw new DivergedError(this.epoch + 1, batches, `parameter ${parameter}`);
    this.epoch++;
    return pass;
  }

  private async pass(name: string, onBatches: OnBatches | undefined, signal: AbortSignal | undefined): Promise<L["pass"]> {
    const { executor, spec, epoch, training } = this;
    const { examples, over } = training.passes[name];
    const clock = new Uint32Array(CLOCK_WORDS);
    clock[Clock.epoch] = epoch;
    clock[Clock.examples] = examples;
    executor.write("clock", clock);
    const batches = batchesOf(examples, spec.batch);
    const number = name === TRAIN ? epoch + 1 : epoch;
    for (let [done, chunk] = [0, 1]; done < batches; ) {
      if (signal?.aborted) throw new CancelledError(`cancelled in epoch ${number}${over}, after batch ${done} of ${batches}`);
      const times = Math.min(chunk, batches - done);
      const started = performance.now();
      await executor.run(name, times);
      done += times;
      const halted = (await executor.read("clock", "u32"))[Clock.halted];
      if (halted > 0) throw new DivergedError(number, halted, (await notFinite(executor, training, name)) + over);
      onBatches?.(done, batches);
      chunk = Math.max(1, Math.min(CHUNK, Math.floor((chunk * CHUNK_MS) / (performance.now() - started))));
    }
    return training.resultOf(meansOf(await executor.read("history", "f32"), batches, training.recording.spiking.length));
  }
}
