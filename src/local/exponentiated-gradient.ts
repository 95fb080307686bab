import { positive, whole } from "../checks.ts";
import { InputError, StateDivergedError } from "../errors.ts";
import { matmul, slicedProduct } from "../learn/kernels/matmul.ts";
import { tick } from "../learn/kernels/tick.ts";
import { refuseOthers } from "../network/names.ts";
import { type NumberArray, resolveArray } from "../network/numbers.ts";
import { type Buffers, type Program, type ProgramExecutor, type Stage, scratch } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { CLOCK_WORDS } from "../twins/lib/batch.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { difference } from "./kernels/difference.ts";
import { exponentiatedGradient } from "./kernels/exponentiated_gradient.ts";
import { noise } from "./kernels/noise.ts";

/** What weights learn from. */
export type WeightDrive =
  /** Gradients that are normal deviates, others for each weight and step. */
  | { readonly kind: "noise"; readonly deviation: number; readonly seed: number }
  /** Half of the mean squared error of outputs = inputs weights over all examples: inputs (examples x inputs), targets (examples x outputs). */
  | { readonly kind: "regression"; readonly examples: number; readonly inputs: NumberArray; readonly targets: NumberArray };

export interface LinearWeightsSpec {
  /**
   * "exponentiated-gradient": w exp(-rate sign(w) gradient), which keeps every sign (Kivinen and Warmuth 1997; Cornford et al. 2024); "gradient-descent": w - rate gradient.
   */
  readonly rule: "exponentiated-gradient" | "gradient-descent";
  /** eta. */
  readonly rate: number;
  /** First weights: inputs x outputs of a regression, any number under noise. */
  readonly weights: NumberArray;
  readonly drive: WeightDrive;
}

/** Number of the random gradients among the sets of patterns (docs/random.md). */
export const GRADIENT_SET = 4096;

/** Weights that learn by exponentiated gradient or by descent, side by side on one device. One call at a time: await each before the next. */
export class LinearWeights {
  private readonly turns = new Turns("the weights");
  private done = 0;

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly rule: string,
  ) {}

  /**
   * @param options adapter: default "auto", a hardware GPU, else `cpu`
   * @throws InputError for numbers that are none, shapes that do not go together, weights of 0 that have no sign to keep; NoAdapterError
   */
  static async create(spec: LinearWeightsSpec, { adapter = "auto" }: { readonly adapter?: AdapterChoice } = {}): Promise<LinearWeights> {
    return new LinearWeights(await executeProgram(programOf(spec), adapter), spec.rule);
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

  /** Runs so many steps on. @throws InputError; StateDivergedError, with the weight, where one is not finite any more, or has become 0 and lost its sign under exponentiated gradient */
  async run(steps: number): Promise<void> {
    whole(0, steps, "steps");
    await this.turns.take(async () => {
      await this.executor.run("step", steps);
      this.done += steps;
      const weights = await this.executor.read("weights", "f32");
      // A weight that has come down to 0 has lost its sign.
      const kept = this.rule === "exponentiated-gradient";
      const broken = weights.findIndex((value) => !Number.isFinite(value) || (kept && value === 0));
      if (broken >= 0) throw new StateDivergedError(`${this.rule}: weight`, broken, this.done, "take a smaller rate");
    });
  }

  async weights(): Promise<Float32Array> {
    return this.turns.take(() => this.executor.read("weights", "f32"));
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }
}

const RULES = ["exponentiated-gradient", "gradient-descent"] as const;

function programOf(spec: LinearWeightsSpec): Program {
  refuseOthers("", spec, ["rule", "rate", "weights", "drive"]);
  const { rule, rate, drive } = spec;
  if (!RULES.includes(rule)) throw new InputError("rule", rule, `must be one of: ${RULES.join(", ")}`);
  positive(rate, "rate");
  const weights = Float32Array.from(resolveArray(spec.weights, "weights"));
  const count = weights.length;
  if (count === 0) throw new InputError("weights", spec.weights, "must be one or more");
  const plain = rule === "gradient-descent" ? 1 : 0;
  const none = plain ? -1 : weights.indexOf(0);
  if (none >= 0) throw new InputError(`weights[${none}]`, 0, "must not be 0: exponentiated gradient keeps signs, and 0 has none");
  const buffers: Buffers = {
    ...{ weights: { type: "f32", length: count, data: weights }, gradients: { type: "f32", length: count } },
  };
  const driven = drive?.kind === "noise" ? noisy(drive, count, buffers) : regressed(drive, count, buffers);
  const learn = exponentiatedGradient("rule", { count, plain, rate: rate * driven.scale }, { gradients: "gradients", weights: "weights" });
  return { buffers, sequences: { step: [...driven.before, learn, ...driven.after] } };
}

/** Stages around the rule, and what gradients are to be multiplied by. */
interface Driven {
  readonly before: readonly Stage[];
  readonly after: readonly Stage[];
  readonly scale: number;
}

function noisy({ deviation, seed }: Extract<WeightDrive, { kind: "noise" }>, count: number, buffers: Buffers): Driven {
  positive(deviation, "drive.deviation");
  whole(0, seed, "drive.seed");
  buffers.clock = { type: "u32", length: CLOCK_WORDS };
  buffers.tables = { type: "u32", length: normalTable.length, data: Uint32Array.from(normalTable) };
  const [key0, key1] = keyOf(seed).map((word) => word >>> 0);
  const shape = { count, deviation, key0, key1, stream: streamOf(Stream.patterns, GRADIENT_SET) };
  return {
    before: [noise("noise", shape, { clock: "clock", tables: "tables", gradients: "gradients" })],
    after: [tick("step", { batches: 1 }, { clock: "clock" })],
    scale: 1,
  };
}

function regressed(drive: Extract<WeightDrive, { kind: "regression" }>, count: number, buffers: Buffers): Driven {
  if (drive?.kind !== "regression") throw new InputError("drive", drive, 'must be of kind "noise" or "regression"');
  const { examples } = drive;
  whole(1, examples, "drive.examples");
  const given = Float32Array.from(resolveArray(drive.inputs, "drive.inputs"));
  const wide = given.length / examples;
  const outputs = count / wide;
  if (!Number.isInteger(wide) || wide < 1)
    throw new InputError("drive.inputs", drive.inputs, `must be ${examples} examples of as many numbers each`);
  if (!Number.isInteger(outputs)) throw new InputError("weights", new Float32Array(count), `must be ${wide} x outputs, one row an input`);
  const targets = resolveArray(drive.targets, "drive.targets", { length: examples * outputs, each: `${examples} x ${outputs}` });
  buffers.inputs = { type: "f32", length: given.length, data: given };
  buffers.targets = { type: "f32", length: targets.length, data: Float32Array.from(targets) };
  for (const name of ["outputs", "errors"]) buffers[name] = { type: "f32", length: targets.length };
  const forward = { rows: examples, columns: outputs, depth: wide, turned: 0 };
  const back = { rows: wide, columns: outputs, depth: examples, turned: 1 };
  return {
    before: [
      matmul("outputs", forward, { left: "inputs", right: "weights", out: "outputs" }),
      difference("errors", { count: targets.length }, { left: "outputs", right: "targets", out: "errors" }),
      ...slicedProduct("gradients", back, { left: "inputs", right: "errors", out: "gradients" }, (length) =>
        scratch(buffers, "parts", length),
      ),
    ],
    after: [],
    scale: 1 / examples,
  };
}
