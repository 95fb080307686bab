import { InputError, StateDivergedError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import type { Program, ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { FieldClock } from "../twins/lib/field.ts";
import { PHI, phiOf } from "../twins/lib/rate.ts";
import { whole, wholeSteps } from "./check.ts";
import { type CompiledRate, compileRate, initialOf, inputOf } from "./compile.ts";
import { keep } from "./kernels/keep.ts";
import type { RateSpec } from "./spec.ts";

/** Bytes of frames that wait on the device, and the most frames. */
const FRAME_BYTES = 2 ** 25;
const MOST_FRAMES = 4096;
/** ms between two looks at the device's clock. */
const LOOK_MS = 200;
const FRAMES = "rate frames";

/** What is kept of a run. */
export interface RateRecording {
  /** Steps from one frame to the next; the first is that after `every` steps. */
  readonly every: number;
  /** Units that are kept, of every network; default: all. */
  readonly units?: readonly number[];
  /** x, or phi(x); default "x". */
  readonly of?: "x" | "rates";
}

export interface RateOptions {
  /** Default "auto": a hardware GPU, else `cpu`. */
  readonly adapter?: AdapterChoice;
  readonly record?: RateRecording;
}

/** What a run tells and asks while it goes on. */
export interface RateRunOptions {
  /** The run ends between two steps with the signal's reason. */
  readonly signal?: AbortSignal;
  /** @param share of this run that is done, 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

/** Frames of the chosen units. */
export interface RateFrames {
  /** Time of each. */
  readonly times: readonly number[];
  /** Batch x chosen units, one a time. */
  readonly values: readonly Float32Array[];
}

/** How a program keeps frames. */
interface Recorder {
  readonly every: number;
  readonly capacity: number;
  /** Values of a frame. */
  readonly count: number;
}

/** Recurrent networks of graded units, side by side. One call at a time: await each before the next. */
export class RateNetwork {
  private readonly turns = new Turns("the rate network");
  private done = 0;
  private readonly held: Float32Array[] = [];
  private together = 1;

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly of: CompiledRate,
    private readonly recorder: Recorder | undefined,
  ) {}

  /** @throws InputError for a spec or a recording that is none, a time step that is unstable; NoAdapterError */
  static async create(spec: RateSpec, { adapter = "auto", record }: RateOptions = {}): Promise<RateNetwork> {
    const compiled = await compileRate(spec);
    const recorder = record && recording(compiled, record);
    const executor = await executeProgram(rateProgram(compiled, record, recorder), adapter);
    const network = new RateNetwork(executor, compiled, recorder);
    await executor.run("load");
    return network;
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  get units(): number {
    return this.of.units;
  }

  /** Networks side by side. */
  get batch(): number {
    return this.of.networks;
  }

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  get time(): number {
    return this.step * this.of.dt;
  }

  /**
   * Runs on for a time, a whole number of steps.
   * @throws InputError for a time that is none; as `advance`
   */
  async run(time: number, options: RateRunOptions = {}): Promise<void> {
    await this.advance(time === 0 ? 0 : wholeSteps(time, this.of.dt, "time"), options);
  }

  /**
   * Runs so many steps on.
   * @throws StateDivergedError where a value is not finite any more: it is looked for every 16 steps, and at the end; the signal's reason
   */
  async advance(steps: number, options: RateRunOptions = {}): Promise<void> {
    whole(0, steps, "steps");
    await this.turns.take(() => this.proceed(steps, options));
  }

  private async proceed(steps: number, { signal, onProgress }: RateRunOptions): Promise<void> {
    const end = this.step + steps;
    while (this.step < end) {
      signal?.throwIfAborted();
      if (this.room() === 0) await this.drain();
      const count = Math.min(end - this.step, this.together, this.room());
      const started = performance.now();
      await this.executor.run("step", count);
      this.done += count;
      if (this.step === end) await this.executor.run("look");
      await refuseDiverged(this.executor, this.of);
      const ms = performance.now() - started;
      if (count === this.together) this.together = Math.max(1, Math.min(2 * count, Math.round((count * LOOK_MS) / Math.max(ms, 1e-3))));
      onProgress?.(1 - (end - this.step) / steps);
    }
  }

  /** x of every unit, or phi(x): batch x units. */
  async read(of: "x" | "rates" = "x"): Promise<Float32Array> {
    const { units, stride, networks, state, kind } = this.of;
    kindOf(of, this.of, "of");
    const rows = await this.turns.take(() => this.executor.read(state, "f32"));
    return Float32Array.from({ length: networks * units }, (_, i) => {
      const x = rows[Math.floor(i / units) * stride + (i % units)];
      return of === "x" ? x : phiOf(kind, x);
    });
  }

  /** Goes on from other values of x, forms as `initial` of the spec; what delays remember becomes phi of them. The step counter stays. @throws InputError */
  async set(initial: NonNullable<RateSpec["initial"]>): Promise<void> {
    const { states, networks, stride, clock } = this.of;
    const rows = initialOf(initial, this.of);
    const all = new Float32Array(networks * stride);
    for (let at = 0; at < all.length; at += rows.length) all.set(rows, at);
    await this.turns.take(async () => {
      for (const name of states) this.executor.write(name, all);
      await this.executor.run("load");
      this.executor.write(clock, new Uint32Array(1), FieldClock.broken);
    });
  }

  /** Another input from now on, of the same form and size as the spec's; the place in a table stays. @throws InputError */
  setInput(input: NonNullable<RateSpec["input"]>): void {
    const { rows, table } = inputOf(input, this.of);
    const { frames, hold, spread } = this.of.table;
    if (table.frames !== frames || table.hold !== hold || table.spread !== spread)
      throw new InputError(
        "input",
        typeof input === "number" ? input : [table.frames, table.spread, table.hold],
        `must have the form of the spec's: ${frames} rows of ${spread === 1 ? "one value a unit" : "one value a unit of each network"}, each held ${hold} steps`,
      );
    this.turns.refuseBusy();
    this.executor.write(this.of.input, rows);
  }

  /** All frames so far. @throws InputError without a recording */
  async frames(): Promise<RateFrames> {
    const { recorder, held } = this;
    if (!recorder) throw new InputError("record", undefined, "nothing is recorded; give it to RateNetwork.create");
    await this.turns.take(() => this.drain());
    return { times: held.map((_, k) => (k + 1) * recorder.every * this.of.dt), values: held.slice() };
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }

  /** Steps that may be run before frames would be overwritten. */
  private room(): number {
    const { recorder, held, step } = this;
    return recorder ? (held.length + recorder.capacity + 1) * recorder.every - 1 - step : Number.POSITIVE_INFINITY;
  }

  /** Takes the frames that wait on the device. */
  private async drain(): Promise<void> {
    const { recorder, held, step, executor } = this;
    if (!recorder) return;
    const done = Math.floor(step / recorder.every);
    if (done === held.length) return;
    const kept = await executor.read(FRAMES, "f32");
    while (held.length < done) {
      const slot = (held.length + 1) % recorder.capacity;
      held.push(kept.slice(slot * recorder.count, (slot + 1) * recorder.count));
    }
  }
}

/** @throws StateDivergedError where a step or a look has found a value that is not finite */
export async function refuseDiverged(executor: ProgramExecutor, { clock, dt }: Pick<CompiledRate, "clock" | "dt">): Promise<void> {
  const words = await executor.read(clock, "u32");
  if (words[FieldClock.broken] === 0) return;
  throw new StateDivergedError(
    "rate network",
    words[FieldClock.broken] - 1,
    words[FieldClock.brokenAt] * dt,
    "take smaller couplings, inputs or a smaller dt, or a phi that is bounded",
  );
}

function rateProgram(of: CompiledRate, record: RateRecording | undefined, recorder: Recorder | undefined): Program {
  const { buffers, load, look, step, networks, vectors, stride, state, clock } = of;
  const sequences = { load, look, step };
  if (!record || !recorder) return { buffers, sequences };
  const { count, every, capacity } = recorder;
  const units = Uint32Array.from(record.units ?? Array.from({ length: of.units }, (_, u) => u));
  buffers["rate kept units"] = { type: "u32", length: units.length, data: units };
  buffers[FRAMES] = { type: "f32", length: capacity * count };
  const shape = {
    networks,
    vectors,
    stride,
    chosen: units.length,
    kind: kindOf(record.of ?? "x", of, "record.of"),
    every,
    frames: capacity,
  };
  const kept = keep("rate keep", shape, { clock, units: "rate kept units", state, kept: FRAMES });
  return { buffers, sequences: { ...sequences, step: [...step, kept] } };
}

/** @throws InputError */
function recording({ networks, units: all }: CompiledRate, record: RateRecording): Recorder {
  refuseOthers("record", record, ["every", "units", "of"]);
  const { every, units } = record;
  if (units !== undefined && !Array.isArray(units)) throw new InputError("record.units", units, "must be a list of units");
  whole(1, every, "record.every");
  units?.forEach((unit, n) => {
    if (whole(0, unit, `record.units[${n}]`) >= all)
      throw new InputError(`record.units[${n}]`, unit, `must be below ${all}, the units there are`);
  });
  const count = networks * whole(1, units?.length ?? all, "record.units");
  return { every, count, capacity: Math.max(2, Math.min(MOST_FRAMES, Math.floor(FRAME_BYTES / (4 * count)))) };
}

function kindOf(of: string, { kind }: CompiledRate, place: string): number {
  if (of !== "x" && of !== "rates") throw new InputError(place, of, 'must be "x" or "rates"');
  return of === "x" ? PHI.identity : kind;
}
