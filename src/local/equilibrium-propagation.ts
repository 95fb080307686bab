import { CancelledError, DivergedError, InputError } from "../errors.ts";
import { type DataSet, type LabelledSet, packed } from "../learn/data.ts";
import { Dice, shuffled } from "../learn/dice.ts";
import { need, needNumber } from "../learn/needs.ts";
import { inOrder } from "../learn/sequences.ts";
import { batchesOf, meansOf } from "../learn/training.ts";
import { refuseOthers } from "../network/names.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { Stream, streamOf } from "../twins/lib/philox.ts";
import { equilibriumProgram, gradientsOf, parametersOf, ratesOf } from "./equilibrium-program.ts";
import { checkEquilibriumPropagation, checkSet, type EquilibriumPropagationSpec, firstParameters, needValues } from "./equilibrium-spec.ts";

export interface EquilibriumPropagationOptions {
  /** Default "auto": a hardware GPU, else `cpu`. */
  readonly adapter?: AdapterChoice;
  /** What `train` and `evaluate` go through: pixels as numbers of 0 to 1. Without it there are `relax` and `gradients`. */
  readonly data?: DataSet;
}

/** Weights (units below x units) and biases of a layer, or their gradients. */
export interface LayerParameters {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Means over the examples, of their free phases. */
export interface EquilibriumPass {
  readonly cost: number;
  /** Share of examples whose largest output is the label's. */
  readonly accuracy: number;
}

/** The gradient of the mean cost of a batch by the weights, as the nudged phases estimate it. */
export interface EquilibriumGradients {
  /** Layer by layer, that behind the input first. */
  readonly layers: readonly LayerParameters[];
  /** Mean cost of the free phase. */
  readonly cost: number;
}

export interface PassOptions {
  readonly signal?: AbortSignal;
  /** @param share of the pass that is done, 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

/** Batches between two looks at the signal, at most. */
const CHUNK = 16;
/** Index of the signs of beta among the streams of the order of examples. */
const SIGNS = 1;

/**
 * Equilibrium propagation (Scellier and Bengio 2017, doi:10.3389/fncom.2017.00024): a network of symmetric weights relaxes to a minimum of its energy, is nudged towards
 * the target, and learns from the difference of its states. With +beta and -beta (Laborieux et al. 2021) the estimate's error falls with beta^2.
 * One call at a time: await each before the next. Same spec, same adapter: the same bits.
 */
export class EquilibriumPropagation {
  private readonly turns = new Turns("the network");
  /** Epochs trained. */
  epoch = 0;

  private constructor(
    readonly spec: EquilibriumPropagationSpec,
    private readonly executor: ProgramExecutor,
    private readonly counts: { readonly train: number; readonly test: number } | undefined,
  ) {}

  /** @throws InputError for a spec or data that is none; NoAdapterError, DeviceError */
  static async create(
    spec: EquilibriumPropagationSpec,
    { adapter = "auto", data }: EquilibriumPropagationOptions = {},
  ): Promise<EquilibriumPropagation> {
    checkEquilibriumPropagation(spec);
    if (data) for (const name of ["train", "test"] as const) checkSet(name, data[name], spec);
    const counts = data && { train: data.train.labels.length, test: data.test.labels.length };
    const executor = await executeProgram(equilibriumProgram(spec, counts), adapter);
    const made = new EquilibriumPropagation(spec, executor, counts);
    firstParameters(spec).forEach((values, k) => {
      executor.write(parametersOf(k + 1), values);
    });
    if (data) for (const name of ["train", "test"] as const) made.load(name, data[name]);
    return made;
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** Layer by layer, that behind the input first. */
  async parameters(): Promise<readonly LayerParameters[]> {
    return this.turns.take(() => this.readLayers(parametersOf));
  }

  /** Goes on from other weights and biases. @throws InputError for other sizes, and numbers that are not finite */
  setParameters(parameters: readonly LayerParameters[]): void {
    this.turns.refuseBusy();
    const { layers } = this.spec;
    need(Array.isArray(parameters), "parameters", parameters, "must be a list of layers");
    need(parameters.length === layers.length - 1, "parameters", parameters.length, `must be ${layers.length - 1} layers`);
    parameters.forEach((own, k) => {
      refuseOthers(`parameters[${k}]`, own, ["weight", "bias"]);
      const { weight, bias } = own;
      needValues(`parameters[${k}].weight`, weight, layers[k], layers[k + 1]);
      needValues(`parameters[${k}].bias`, bias, 1, layers[k + 1]);
    });
    parameters.forEach(({ weight, bias }, k) => {
      this.executor.write(parametersOf(k + 1), Float32Array.from(weight));
      this.executor.write(parametersOf(k + 1), Float32Array.from(bias), weight.length);
    });
  }

  /**
   * The free phase of a batch of inputs.
   * @param inputs batch x units of the input layer
   * @returns states of each layer behind the input, batch x units
   * @throws InputError for another length, and numbers that are not finite
   */
  async relax(inputs: Float32Array): Promise<readonly Float32Array[]> {
    return this.turns.take(async () => {
      this.put("input", "inputs", inputs, this.spec.layers[0]);
      await this.executor.run("relax");
      const { layers, batch } = this.spec;
      return Promise.all(
        layers.slice(1).map(async (units, k) => (await this.executor.read(`states ${k + 1}`, "f32")).slice(0, batch * units)),
      );
    });
  }

  /**
   * What both phases of a batch say of the gradient. A "random-sign" network takes +beta here.
   * @param inputs batch x units of the input layer
   * @param targets batch x units of the output layer
   * @throws InputError for other lengths, and numbers that are not finite
   */
  async gradients(inputs: Float32Array, targets: Float32Array): Promise<EquilibriumGradients> {
    return this.turns.take(async () => {
      const { executor, spec } = this;
      const { layers, batch, beta } = spec;
      this.put("input", "inputs", inputs, layers[0]);
      this.put("targets", "targets", targets, layers[layers.length - 1]);
      this.clearGradients();
      executor.write("clock", clockOf(batch));
      executor.write("betas", Float32Array.of(beta));
      await executor.run("gradients");
      const costs = await executor.read("costs", "f32");
      return { layers: await this.readLayers(gradientsOf), cost: costs.reduce((sum, cost) => sum + cost, 0) / batch };
    });
  }

  /**
   * One epoch: every example of the training set once, in a new order.
   * @param rates learning rate of each layer, that behind the input first
   * @returns cost and accuracy, each example seen before its batch changed the weights
   * @throws InputError without data or for rates that are none; CancelledError after `signal`: some batches have then been learnt; DivergedError
   */
  async train(rates: readonly number[], options: PassOptions = {}): Promise<EquilibriumPass> {
    const { layers, seed, batch, beta, nudging } = this.spec;
    const { train: count } = this.setsFor("train");
    need(rates.length === layers.length - 1, "rates", rates, `must be ${layers.length - 1} numbers, one a layer behind the input`);
    rates.forEach((rate, k) => {
      needNumber(`rates[${k}]`, rate, 0, false);
    });
    return this.turns.take(async () => {
      const { executor } = this;
      const batches = batchesOf(count, batch);
      const dice = new Dice(seed, streamOf(Stream.order, SIGNS), this.epoch);
      const sign = () => (nudging === "random-sign" && dice.word() & 1 ? -1 : 1);
      executor.write(
        "betas",
        Float32Array.from({ length: batches }, () => beta * sign()),
      );
      executor.write("train.order", shuffled(count, seed, this.epoch));
      rates.forEach((rate, k) => {
        executor.write(ratesOf(k + 1), new Float32Array(batches).fill(rate));
      });
      this.clearGradients();
      const pass = await this.pass("train", count, options);
      await this.refuseBroken(batches);
      this.epoch++;
      return pass;
    });
  }

  /** A pass over the test set, free phases alone. @throws InputError without data; CancelledError after `signal` */
  async evaluate(options: PassOptions = {}): Promise<EquilibriumPass> {
    const { test } = this.setsFor("evaluate");
    return this.turns.take(() => this.pass("test", test, options));
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }

  private setsFor(what: string): { readonly train: number; readonly test: number } {
    if (!this.counts) throw new InputError("data", undefined, `${what} needs a data set; give one to EquilibriumPropagation.create`);
    return this.counts;
  }

  private load(name: "train" | "test", { pixels, labels }: LabelledSet): void {
    this.executor.write(`${name}.pixels`, packed(pixels));
    this.executor.write(`${name}.labels`, Uint32Array.from(labels));
    this.executor.write(`${name}.order`, inOrder(labels.length));
  }

  private put(buffer: string, place: string, values: Float32Array, units: number): void {
    needValues(place, values, this.spec.batch, units);
    this.executor.write(buffer, values);
  }

  private clearGradients(): void {
    const { layers } = this.spec;
    layers.slice(1).forEach((units, k) => {
      this.executor.write(gradientsOf(k + 1), new Float32Array((layers[k] + 1) * units));
    });
  }

  private async pass(name: "train" | "test", examples: number, { signal, onProgress }: PassOptions): Promise<EquilibriumPass> {
    const { executor, spec } = this;
    const batches = batchesOf(examples, spec.batch);
    executor.write("clock", clockOf(examples));
    for (let done = 0; done < batches; ) {
      if (signal?.aborted) throw new CancelledError(`cancelled after batch ${done} of ${batches}`);
      const times = Math.min(CHUNK, batches - done);
      await executor.run(name, times);
      done += times;
      const halted = (await executor.read("clock", "u32"))[Clock.halted];
      if (halted > 0) throw new DivergedError(this.epoch + 1, halted, "the cost");
      onProgress?.(done / batches);
    }
    const { loss: cost, hits: accuracy } = meansOf(await executor.read("history", "f32"), batches, 0);
    return { cost, accuracy };
  }

  /** States are clipped, so it is a weight that stops being finite first. */
  private async refuseBroken(batches: number): Promise<void> {
    const layers = await this.readLayers(parametersOf);
    layers.forEach((parameters, k) => {
      for (const [name, values] of Object.entries(parameters))
        if (!values.every(Number.isFinite)) throw new DivergedError(this.epoch + 1, batches, `the ${name} of layer ${k + 1}`);
    });
  }

  private async readLayers(nameOf: (layer: number) => string): Promise<LayerParameters[]> {
    const { layers } = this.spec;
    return Promise.all(
      layers.slice(1).map(async (units, k) => {
        const values = await this.executor.read(nameOf(k + 1), "f32");
        return { weight: values.slice(0, layers[k] * units), bias: values.slice(layers[k] * units) };
      }),
    );
  }
}

function clockOf(examples: number): Uint32Array {
  const clock = new Uint32Array(CLOCK_WORDS);
  clock[Clock.examples] = examples;
  return clock;
}
