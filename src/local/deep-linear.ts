import { positive, whole } from "../checks.ts";
import { InputError, StateDivergedError } from "../errors.ts";
import { matmul } from "../learn/kernels/matmul.ts";
import { refuseOthers } from "../network/names.ts";
import { type NumberArray, resolveArray } from "../network/numbers.ts";
import type { Buffers, Program, ProgramExecutor, Stage } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { deepLinearStage } from "./kernels/deep_linear_stage.ts";
import { difference } from "./kernels/difference.ts";

/**
 * A deep linear network that learns by gradient flow (Saxe, McClelland and Ganguli 2014): tau dW_l/dt = (W_L ... W_(l+1))^T (target - W_L ... W_1) (W_(l-1) ... W_1)^T. The
 * inputs are white, so what is to be learnt is the correlation of outputs with inputs alone.
 */
export interface DeepLinearSpec {
  /** Units from the inputs to the outputs: 3 numbers or more. */
  readonly widths: readonly number[];
  /** Correlation of outputs and inputs, outputs x inputs. */
  readonly target: NumberArray;
  /** First weights, W_1 to W_L, each its outputs x its inputs. */
  readonly weights: readonly NumberArray[];
  /** Time constant; default 1. */
  readonly tau?: number;
  /** Time step of Runge and Kutta's fourth-order method. */
  readonly dt: number;
}

/** A matrix among those of its kind: where it begins, and its sides. */
interface Matrix {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

/** Runs of a step between two looks at the signal. */
const TOGETHER = 256;

/** One call at a time: await each before the next. */
export class DeepLinear {
  private readonly turns = new Turns("the deep linear network");
  private done = 0;

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly matrices: readonly Matrix[],
    private readonly dt: number,
  ) {}

  /**
   * @param options adapter: default "auto", a hardware GPU, else `cpu`
   * @throws InputError for widths, weights or a target whose shapes do not chain, a step that is none; NoAdapterError
   */
  static async create(spec: DeepLinearSpec, { adapter = "auto" }: { readonly adapter?: AdapterChoice } = {}): Promise<DeepLinear> {
    const { program, matrices } = programOf(spec);
    return new DeepLinear(await executeProgram(program, adapter), matrices, spec.dt);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  get time(): number {
    return this.done * this.dt;
  }

  /** Runs so many time steps on. @throws InputError; StateDivergedError where a weight is not finite any more; the signal's reason */
  async run(steps: number, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    whole(0, steps, "steps");
    await this.turns.take(async () => {
      for (let left = steps; left > 0; ) {
        signal?.throwIfAborted();
        const count = Math.min(left, TOGETHER);
        await this.executor.run("step", count);
        this.done += count;
        left -= count;
      }
      const weights = await this.executor.read("weights", "f32");
      const broken = weights.findIndex((value) => !Number.isFinite(value));
      if (broken < 0) return;
      const layer = this.matrices.findIndex(({ at, rows, columns }) => broken < at + rows * columns);
      throw new StateDivergedError("deep linear network: layer", layer, this.time, "take a smaller dt or smaller weights");
    });
  }

  /** W_1 to W_L. */
  async weights(): Promise<Float32Array[]> {
    const all = await this.turns.take(() => this.executor.read("weights", "f32"));
    return this.matrices.map(({ at, rows, columns }) => all.slice(at, at + rows * columns));
  }

  /** What the network does: W_L ... W_1, outputs x inputs. */
  async product(): Promise<Float32Array> {
    return this.turns.take(async () => {
      await this.executor.run("product");
      return this.executor.read(productOf(this.matrices.length), "f32");
    });
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }
}

const productOf = (layers: number) => `product ${layers}`;

function programOf(spec: DeepLinearSpec): { program: Program; matrices: Matrix[] } {
  refuseOthers("", spec, ["widths", "target", "weights", "tau", "dt"]);
  const { widths, tau = 1, dt } = spec;
  if (!Array.isArray(widths) || widths.length < 3)
    throw new InputError("widths", widths, "must be 3 numbers or more, from inputs to outputs");
  for (const [k, width] of widths.entries()) whole(1, width, `widths[${k}]`);
  for (const [place, value] of Object.entries({ tau, dt })) positive(value, place);
  let end = 0;
  const matrices = widths.slice(1).map((rows, l) => {
    const matrix = { at: end, rows, columns: widths[l] };
    end += rows * widths[l];
    return matrix;
  });
  if (spec.weights?.length !== matrices.length)
    throw new InputError("weights", spec.weights, `must be ${matrices.length} matrices, one a layer`);
  const weights = new Float32Array(end);
  for (const [l, { at, rows, columns }] of matrices.entries())
    weights.set(resolveArray(spec.weights[l], `weights[${l}]`, { length: rows * columns, each: `${rows} x ${columns}` }), at);
  const [inputs, outputs] = [widths[0], widths[widths.length - 1]];
  const target = resolveArray(spec.target, "target", { length: outputs * inputs, each: `${outputs} x ${inputs}` });
  const buffers: Buffers = {
    target: { type: "f32", length: target.length, data: Float32Array.from(target) },
    weights: { type: "f32", length: end, data: weights },
    trial: { type: "f32", length: end, data: weights.slice() },
    ...{ slope: { type: "f32", length: end }, total: { type: "f32", length: end } },
  };
  const forward = forwardOf(matrices, buffers);
  const slope = [...forward, ...backwardOf(matrices, buffers)];
  const bound = { slope: "slope", weights: "weights", trial: "trial", total: "total" };
  const step = [0, 1, 2, 3].flatMap((part) => [...slope, deepLinearStage(`stage ${part}`, { count: end, part, step: dt / tau }, bound)]);
  return { program: { buffers, sequences: { step, product: forward } }, matrices };
}

/** Products of the layers from the first on; that of the first alone is the layer. */
function forwardOf(matrices: readonly Matrix[], buffers: Buffers): Stage[] {
  const inputs = matrices[0].columns;
  return matrices.slice(1).map(({ at, rows, columns }, k) => {
    const out = productOf(k + 2);
    buffers[out] = { type: "f32", length: rows * inputs };
    const right = k === 0 ? "trial" : productOf(k + 1);
    const shape = { rows, columns: inputs, depth: columns, turned: 0, left_at: at };
    return matmul(`product of ${k + 2} layers`, shape, { left: "trial", right, out });
  });
}

/** Slopes of the layers from the last on, and what each passes to the one before. */
function backwardOf(matrices: readonly Matrix[], buffers: Buffers): Stage[] {
  const [inputs, last] = [matrices[0].columns, matrices.length - 1];
  const errorOf = (l: number) => `error ${l}`;
  const count = buffers.target.length;
  buffers[errorOf(last)] = { type: "f32", length: count };
  const stages = [difference("error", { count }, { left: "target", right: productOf(last + 1), out: errorOf(last) })];
  for (let l = last; l > 0; l--) {
    const { at, rows, columns } = matrices[l];
    const error = errorOf(l);
    const before = l === 1 ? "trial" : productOf(l);
    const own = { rows, columns, depth: inputs, turned: 2, out_at: at };
    stages.push(matmul(`slope of layer ${l}`, own, { left: error, right: before, out: "slope" }));
    // The first layer's slope is the error that reaches it, its inputs being white.
    const out = l === 1 ? "slope" : errorOf(l - 1);
    if (l > 1) buffers[out] = { type: "f32", length: columns * inputs };
    const passed = { rows: columns, columns: inputs, depth: rows, turned: 1, left_at: at };
    stages.push(matmul(`error before layer ${l}`, passed, { left: "trial", right: error, out }));
  }
  return stages;
}
