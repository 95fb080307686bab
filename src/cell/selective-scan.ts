import { whole } from "../checks.ts";
import { InputError, StateDivergedError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import { type NumberArray, resolveArray } from "../network/numbers.ts";
import type { Buffers, Program, ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { selectiveScan } from "./selective-scan-stages.ts";

/** A selective scan (Mamba's recurrence; Gu and Dao 2023, "Mamba: linear-time sequence modeling with selective state spaces"). */
export interface SelectiveScanSpec {
  readonly channels: number;
  /** States of a channel. */
  readonly states: number;
  /** Sequences side by side; default 1. */
  readonly batch?: number;
  /** channels x states, each 0 or less (Mamba's -exp(A_log)). */
  readonly A: NumberArray;
  /** What a channel's input adds to its output, one a channel; default 0. */
  readonly D?: NumberArray;
  /** Added to delta before softplus, one a channel; default 0. */
  readonly delta_bias?: NumberArray;
  /** Whether outputs are multiplied by z sigmoid(z), z an input; default false. */
  readonly gated?: boolean;
  /** Steps that are scanned at once; longer sequences go piece by piece, shorter ones take the time of this many. Default 1,024. */
  readonly length?: number;
}

/** A piece of the sequences, time first. */
export interface ScanInputs {
  /** steps x batch x channels */
  readonly u: NumberArray;
  /** steps x batch x channels */
  readonly delta: NumberArray;
  /** steps x batch x states */
  readonly B: NumberArray;
  /** steps x batch x states */
  readonly C: NumberArray;
  /** steps x batch x channels, where `gated`. */
  readonly z?: NumberArray;
}

/** A delta whose softplus is 0: such a step changes no state. */
const STILL = -1e30;
/** NumberArray that all buffers of one scan may index. */
const MOST = 2 ** 30;

interface Sizes {
  readonly batch: number;
  readonly channels: number;
  readonly states: number;
  readonly length: number;
  readonly gated: boolean;
}

const names = { u: "u", delta: "delta", B: "B", C: "C", parameters: "parameters", state: "state", y: "y" } as const;

/**
 * h_t = exp(D_t A) h_(t-1) + D_t B_t u_t, y_t = C_t h_t + D u_t, D_t = softplus(delta_t + delta_bias); the state is carried from call to call. One call at a time:
 * await each before the next.
 */
export class SelectiveScan {
  private readonly turns = new Turns("the scan");
  private done = 0;

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly sizes: Sizes,
  ) {}

  /**
   * @param options adapter: default "auto", a hardware GPU, else `cpu`
   * @throws InputError for sizes or parameters that are none; NoAdapterError
   */
  static async create(spec: SelectiveScanSpec, options: { readonly adapter?: AdapterChoice } = {}): Promise<SelectiveScan> {
    refuseOthers("options", options, ["adapter"]);
    const { adapter = "auto" } = options;
    const sizes = sizesOf(spec);
    return new SelectiveScan(await executeProgram(programOf(sizes, parametersOf(spec, sizes)), adapter), sizes);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** Steps since the state was set. */
  get step(): number {
    return this.done;
  }

  /**
   * Scans sequences, or the next piece of them, from the state that the last call left.
   * @returns y, steps x batch x channels
   * @throws InputError for inputs whose shapes do not go together; StateDivergedError, with the sequence and step, where the state is not finite any more
   */
  async run(inputs: ScanInputs): Promise<Float32Array> {
    const { lanes, rows, steps, given } = this.check(inputs);
    return this.turns.take(async () => {
      const outputs = new Float32Array(steps * lanes);
      const { length } = this.sizes;
      for (let from = 0; from < steps; from += length) {
        const end = Math.min(from + length, steps);
        this.write(given, from, end, lanes, rows);
        // Chunks side by side are twice the work: one processor goes through one chunk.
        await this.executor.run(this.executor.adapterKind === "cpu" ? "one chunk" : "chunks");
        const y = await this.executor.read(names.y, "f32");
        outputs.set(y.subarray(0, (end - from) * lanes), from * lanes);
        await this.refuseBroken(y, end - from);
        this.done += end - from;
      }
      return outputs;
    });
  }

  /** The state: batch x channels x states. */
  async state(): Promise<Float32Array> {
    const { states } = this.sizes;
    const held = await this.turns.take(() => this.executor.read(names.state, "f32"));
    const lanes = held.length / states;
    return held.map((_, i) => held[(i % states) * lanes + Math.floor(i / states)]);
  }

  /** Goes on from another state, batch x channels x states; without one from 0, as at first. @throws InputError */
  setState(state?: NumberArray): void {
    const { batch, channels, states } = this.sizes;
    const lanes = batch * channels;
    const all = new Float32Array(lanes * states);
    if (state !== undefined) {
      const given = resolveArray(state, "state", { length: lanes * states, each: "one a sequence, channel and state" });
      for (let i = 0; i < all.length; i++) all[(i % states) * lanes + Math.floor(i / states)] = given[i];
    }
    this.turns.refuseBusy();
    this.executor.write(names.state, all);
    this.done = 0;
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }

  private check(inputs: ScanInputs) {
    const { batch, channels, states, gated } = this.sizes;
    const [lanes, rows] = [batch * channels, batch * states];
    refuseOthers("inputs", inputs, ["u", "delta", "B", "C", "z"]);
    const steps = resolveArray(inputs.u, "u").length / lanes;
    if (!Number.isInteger(steps)) throw new InputError("u", inputs.u, `must be steps x ${batch} x ${channels} numbers`);
    if ((inputs.z !== undefined) !== gated)
      throw new InputError("z", inputs.z, gated ? "must be given: this scan is gated" : "leave it out: this scan is not gated");
    const widths = { u: lanes, delta: lanes, B: rows, C: rows, ...(gated && { z: lanes }) };
    const given = Object.entries(widths).map(([name, width]) => {
      const wanted = { length: steps * width, each: `${steps} steps of ${width}` };
      return { name, width, values: resolveArray(inputs[name as keyof ScanInputs] ?? [], name, wanted) };
    });
    return { lanes, rows, steps, given };
  }

  private write(
    given: readonly { name: string; width: number; values: Float64Array }[],
    from: number,
    end: number,
    lanes: number,
    rows: number,
  ) {
    const { length } = this.sizes;
    for (const { name, width, values } of given) this.executor.write(name, Float32Array.from(values.subarray(from * width, end * width)));
    const left = length - (end - from);
    if (left === 0) return;
    // What is left of the buffers must be finite, and must not move the state.
    this.executor.write(names.delta, new Float32Array(left * lanes).fill(STILL), (end - from) * lanes);
    this.executor.write(names.u, new Float32Array(left * lanes), (end - from) * lanes);
    this.executor.write(names.B, new Float32Array(left * rows), (end - from) * rows);
  }

  private async refuseBroken(y: Float32Array, steps: number): Promise<void> {
    const { channels, batch, states } = this.sizes;
    const lanes = batch * channels;
    const state = await this.executor.read(names.state, "f32");
    let broken = state.findIndex((value) => !Number.isFinite(value));
    let at = steps - 1;
    const first = y.subarray(0, steps * lanes).findIndex((value) => !Number.isFinite(value));
    if (broken < 0 && first < 0) return;
    if (first >= 0) [broken, at] = [first % lanes, Math.floor(first / lanes)];
    else broken %= state.length / states;
    throw new StateDivergedError("selective scan", Math.floor(broken / channels), this.done + at, "give smaller inputs, or another state");
  }
}

function sizesOf(spec: SelectiveScanSpec): Sizes {
  refuseOthers("", spec, ["channels", "states", "batch", "A", "D", "delta_bias", "gated", "length"]);
  const { channels, states, batch = 1, length = 1024, gated = false } = spec;
  if (typeof gated !== "boolean") throw new InputError("gated", gated, "true or false");
  const sizes = { channels: whole(1, channels, "channels"), states: whole(1, states, "states"), batch: whole(1, batch, "batch"), gated };
  const most = whole(1, length, "length") * batch * Math.max(channels, states);
  if (most > MOST) throw new InputError("length", length, `is ${most} numbers with batch and channels or states; ${MOST} at most`);
  return { ...sizes, length };
}

/** A, the bias of delta and D, as the kernels have them. */
function parametersOf({ A, D, delta_bias }: SelectiveScanSpec, { channels, states }: Sizes): Float32Array {
  const all = new Float32Array(channels * (states + 2));
  const rates = resolveArray(A, "A", { length: channels * states, each: "one a channel and state" });
  const grows = rates.findIndex((value) => value > 0);
  if (grows >= 0) throw new InputError(`A[${grows}]`, rates[grows], "must be 0 or less: the state would grow without bound");
  all.set(rates);
  const each = { length: channels, each: "one a channel" };
  if (delta_bias !== undefined) all.set(resolveArray(delta_bias, "delta_bias", each), channels * states);
  if (D !== undefined) all.set(resolveArray(D, "D", each), channels * (states + 1));
  return all;
}

function programOf(sizes: Sizes, parameters: Float32Array): Program {
  const { batch, channels, states, length, gated } = sizes;
  const wide = { type: "f32", length: length * batch * channels } as const;
  const row = { type: "f32", length: length * batch * states } as const;
  const buffers: Buffers = { u: { ...wide }, delta: { ...wide }, B: { ...row }, C: { ...row }, y: { ...wide } };
  if (gated) buffers.z = { ...wide };
  buffers.parameters = { type: "f32", length: parameters.length, data: parameters };
  buffers.state = { type: "f32", length: batch * channels * states };
  const scan = { steps: length, batch, channels, states };
  const bound = { ...names, ...(gated && { z: "z" }) };
  const sequences = {
    chunks: selectiveScan("scan", scan, buffers, bound),
    "one chunk": selectiveScan("scan", { ...scan, chunk: length }, buffers, bound),
  };
  return { buffers, sequences };
}
