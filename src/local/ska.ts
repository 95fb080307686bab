import { notNegative, positive, whole } from "../checks.ts";
import { InputError, StateDivergedError } from "../errors.ts";
import { Dice } from "../learn/dice.ts";
import { columnSums } from "../learn/kernels/column_sums.ts";
import { gradientProduct, matmul } from "../learn/kernels/matmul.ts";
import { tick } from "../learn/kernels/tick.ts";
import { refuseOthers } from "../network/names.ts";
import { type NumberArray, resolveArray } from "../network/numbers.ts";
import { type Buffers, type Program, type ProgramExecutor, type Stage, scratch } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { CLOCK_WORDS } from "../twins/lib/batch.ts";
import { Stream, streamOf } from "../twins/lib/philox.ts";
import { ska } from "./kernels/ska.ts";
import { skaEntropy } from "./kernels/ska_entropy.ts";

/**
 * Structured knowledge accumulation (Mahi 2025, arXiv 2503.13942; facts from github.com/quantiota/SKA-MNIST): layers z = x W + b, D = sigmoid(z) that each follow, forward
 * only and without labels, the gradient of their own entropy -(1 / ln 2) sum of z dD, dD the shift of D from step to step.
 */
export interface SkaSpec {
  /** NumberArray of an example, then units of each layer: [784, 10]. */
  readonly widths: readonly number[];
  /** Examples x widths[0]. */
  readonly inputs: NumberArray;
  /** eta. */
  readonly rate: number;
  /** K: the steps that may be run. */
  readonly steps: number;
  /** Standard deviation of the first weights; biases begin at 0. Default 0.01. */
  readonly deviation?: number;
  /** Of the first weights: the same for the same seed, whatever the rate. */
  readonly seed: number;
}

/** One call at a time: await each before the next. */
export class Ska {
  private readonly turns = new Turns("the layers");
  private done = 0;

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly layers: number,
    private readonly most: number,
  ) {}

  /**
   * @param options adapter: default "auto", a hardware GPU, else `cpu`
   * @throws InputError for widths, inputs, a rate or steps that are none; NoAdapterError
   */
  static async create(spec: SkaSpec, { adapter = "auto" }: { readonly adapter?: AdapterChoice } = {}): Promise<Ska> {
    return new Ska(await executeProgram(programOf(spec), adapter), spec.widths.length - 1, spec.steps);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  /** Runs so many steps on. @throws InputError beyond the steps of the spec; StateDivergedError, with the layer and step, for an entropy that is not finite */
  async run(steps: number): Promise<void> {
    if (!Number.isSafeInteger(steps) || steps < 0 || this.done + steps > this.most)
      throw new InputError("steps", steps, `must be an integer of 0 to ${this.most - this.done}: the spec has ${this.most}`);
    await this.turns.take(async () => {
      await this.executor.run("step", steps);
      this.done += steps;
    });
    for (const [layer, entropies] of (await this.entropies()).entries()) {
      const at = entropies.findIndex((value) => !Number.isFinite(value));
      if (at >= 0) throw new StateDivergedError("ska: layer", layer, at, "take a smaller rate");
    }
  }

  /** Entropy that each layer gained in each step so far, in bits an example; 0 in the first, in which nothing has shifted. */
  async entropies(): Promise<Float32Array[]> {
    const history = await this.turns.take(() => this.executor.read("history", "f32"));
    return Array.from({ length: this.layers }, (_, l) => Float32Array.from({ length: this.done }, (_, k) => history[k * this.layers + l]));
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }
}

function check(spec: SkaSpec): void {
  refuseOthers("", spec, ["widths", "inputs", "rate", "steps", "deviation", "seed"]);
  const { widths, rate, steps, seed, deviation = 0.01 } = spec;
  if (!Array.isArray(widths) || widths.length < 2)
    throw new InputError("widths", widths, "must be the size of an example, then units of each layer");
  const sizes = Object.fromEntries(widths.map((width, k) => [`widths[${k}]`, width]));
  for (const [place, value] of Object.entries({ ...sizes, steps })) whole(1, value, place);
  whole(0, seed, "seed");
  positive(rate, "rate");
  notNegative(deviation, "deviation");
}

function programOf(spec: SkaSpec): Program {
  check(spec);
  const { widths, rate, steps, seed, deviation = 0.01 } = spec;
  const inputs = Float32Array.from(resolveArray(spec.inputs, "inputs"));
  const examples = inputs.length / widths[0];
  if (!Number.isInteger(examples) || examples < 1)
    throw new InputError("inputs", spec.inputs, `must be examples of ${widths[0]} numbers each`);
  const layers = widths.length - 1;
  const buffers: Buffers = {
    ...{ inputs: { type: "f32", length: inputs.length, data: inputs }, clock: { type: "u32", length: CLOCK_WORDS } },
    history: { type: "f32", length: steps * layers },
  };
  const step: Stage[] = [];
  for (let l = 0; l < layers; l++) {
    const weights = new Dice(seed, streamOf(Stream.couplings, l)).normals(widths[l] * widths[l + 1], deviation);
    buffers[`weights ${l}`] = { type: "f32", length: weights.length, data: weights };
    buffers[`biases ${l}`] = { type: "f32", length: widths[l + 1] };
    buffers[`decisions ${l}`] = { type: "f32", length: examples * widths[l + 1] };
    step.push(...layerOf(l, layers, { inputs: widths[l], units: widths[l + 1], examples, rate }, buffers));
  }
  return { buffers, sequences: { step: [...step, tick("step", { batches: 1 }, { clock: "clock" })] } };
}

/** What one layer does in a step: its knowledge and decisions, its entropy, and its weights' move. */
function layerOf(
  layer: number,
  layers: number,
  { inputs, units, examples, rate }: { readonly inputs: number; readonly units: number; readonly examples: number; readonly rate: number },
  buffers: Buffers,
): Stage[] {
  const count = examples * units;
  const [knowledge, terms, moves] = ["knowledge", "terms", "moves"].map((name) => scratch(buffers, name, count));
  const [weights, biases, decisions] = [`weights ${layer}`, `biases ${layer}`, `decisions ${layer}`];
  const left = layer === 0 ? "inputs" : `decisions ${layer - 1}`;
  const forward = { rows: examples, columns: units, depth: inputs, turned: 0, biased: 1 };
  const bits = 1 / (Math.LN2 * examples);
  return [
    matmul(`layer ${layer}`, forward, { left, right: weights, bias: biases, out: knowledge }),
    ska(`layer ${layer}: decisions`, { count, rate: rate * bits }, { clock: "clock", knowledge, decisions, terms, moves }),
    skaEntropy(`layer ${layer}: entropy`, { count, layer, layers, scale: -bits }, { clock: "clock", terms, history: "history" }),
    ...gradientProduct(
      `layer ${layer}: weights`,
      { rows: inputs, columns: units, depth: examples, out_at: 0 },
      { left, right: moves, out: weights },
      (length) => scratch(buffers, "parts", length),
    ),
    columnSums(`layer ${layer}: biases`, { rows: examples, columns: units, out_at: 0 }, { matrix: moves, out: biases }),
  ];
}
