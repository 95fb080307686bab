import { whole, wholeSteps } from "../checks.ts";
import { InputError, StateDivergedError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import type { ProgramExecutor, Stage } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import { type FrameRing, frameRing, recordedIn, Stepper, type StepperOptions } from "../plan/stepper.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { PHI, phiOf } from "../twins/lib/rate.ts";
import { StepClock } from "../twins/lib/step_clock.ts";
import { type CompiledRate, compileRate, initialOf, inputOf } from "./compile.ts";
import { keep } from "./kernels/keep.ts";
import type { RateSpec } from "./spec.ts";

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

export type RateRunOptions = StepperOptions;

/** Frames of the chosen units. */
export interface RateFrames {
  /** Time of each. */
  readonly times: readonly number[];
  /** Batch x chosen units, one a time. */
  readonly values: readonly Float32Array[];
}

/** Recurrent networks of graded units, side by side. One call at a time: await each before the next. */
export class RateNetwork {
  private readonly turns = new Turns("the rate network");
  private readonly stepper: Stepper;

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly compiled: CompiledRate,
    private readonly ring: FrameRing | undefined,
  ) {
    const steps = {
      advance: (count: number) => executor.run("step", count),
      refuseDiverged: async (last: boolean) => {
        if (last) await executor.run("look");
        await refuseDiverged(executor, compiled);
      },
    };
    this.stepper = new Stepper(steps, ring && recordedIn(executor, FRAMES, ring));
  }

  /** @throws InputError for a spec or a recording that is none, a time step that is unstable; NoAdapterError */
  static async create(spec: RateSpec, { adapter = "auto", record }: RateOptions = {}): Promise<RateNetwork> {
    const compiled = await compileRate(spec);
    const recorded = record && recording(compiled, record);
    const { buffers, load, look, step } = compiled;
    const sequences = { load, look, step: recorded ? [...step, recorded.stage] : step };
    const executor = await executeProgram({ buffers, sequences }, adapter);
    const network = new RateNetwork(executor, compiled, recorded?.ring);
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
    return this.compiled.units;
  }

  /** Networks side by side. */
  get batch(): number {
    return this.compiled.networks;
  }

  /** Steps done. */
  get step(): number {
    return this.stepper.step;
  }

  get time(): number {
    return this.step * this.compiled.dt;
  }

  /**
   * Runs on for a time, a whole number of steps.
   * @throws InputError for a time that is none; as `advance`
   */
  async run(time: number, options: RateRunOptions = {}): Promise<void> {
    await this.advance(wholeSteps(time, this.compiled.dt, 0, "time"), options);
  }

  /**
   * Runs so many steps on.
   * @throws StateDivergedError where a value is not finite any more: it is looked for every 16 steps, and at the end; the signal's reason
   */
  async advance(steps: number, options: RateRunOptions = {}): Promise<void> {
    whole(0, steps, "steps");
    await this.turns.take(() => this.stepper.run(steps, options));
  }

  /** x of every unit, or phi(x): batch x units. */
  async read(of: "x" | "rates" = "x"): Promise<Float32Array> {
    const { units, stride, networks, state, kind } = this.compiled;
    kindOf(of, this.compiled, "of");
    const rows = await this.turns.take(() => this.executor.read(state, "f32"));
    return Float32Array.from({ length: networks * units }, (_, i) => {
      const x = rows[Math.floor(i / units) * stride + (i % units)];
      return of === "x" ? x : phiOf(kind, x);
    });
  }

  /** Goes on from other values of x, forms as `initial` of the spec; what delays remember becomes phi of them. The step counter stays. @throws InputError */
  async set(initial: NonNullable<RateSpec["initial"]>): Promise<void> {
    const { states, networks, stride, clock } = this.compiled;
    const rows = initialOf(initial, this.compiled);
    const all = new Float32Array(networks * stride);
    for (let at = 0; at < all.length; at += rows.length) all.set(rows, at);
    await this.turns.take(async () => {
      for (const name of states) this.executor.write(name, all);
      await this.executor.run("load");
      this.executor.write(clock, new Uint32Array(1), StepClock.broken);
    });
  }

  /** Another input from now on, of the same form and size as the spec's; the place in a table stays. @throws InputError */
  setInput(input: NonNullable<RateSpec["input"]>): void {
    const { rows, table } = inputOf(input, this.compiled);
    const { frames, hold, spread } = this.compiled.table;
    if (table.frames !== frames || table.hold !== hold || table.spread !== spread)
      throw new InputError(
        "input",
        typeof input === "number" ? input : [table.frames, table.spread, table.hold],
        `must have the form of the spec's: ${frames} rows of ${spread === 1 ? "one value a unit" : "one value a unit of each network"}, each held ${hold} steps`,
      );
    this.turns.refuseBusy();
    this.executor.write(this.compiled.input, rows);
  }

  /** All frames so far. @throws InputError without a recording */
  async frames(): Promise<RateFrames> {
    if (!this.ring) throw new InputError("record", undefined, "nothing is recorded; give it to RateNetwork.create");
    return this.turns.take(() => this.stepper.frames(this.compiled.dt));
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }
}

/** @throws StateDivergedError where a step or a look has found a value that is not finite */
export async function refuseDiverged(executor: ProgramExecutor, { clock, dt }: Pick<CompiledRate, "clock" | "dt">): Promise<void> {
  const words = await executor.read(clock, "u32");
  if (words[StepClock.broken] === 0) return;
  throw new StateDivergedError(
    "rate network",
    words[StepClock.broken] - 1,
    words[StepClock.brokenAt] * dt,
    "take smaller couplings, inputs or a smaller dt, or a phi that is bounded",
  );
}

/** Adds the buffers of a recording. @throws InputError */
function recording(compiled: CompiledRate, record: RateRecording): { readonly ring: FrameRing; readonly stage: Stage } {
  refuseOthers("record", record, ["every", "units", "of"]);
  const { networks, vectors, stride, state, clock, buffers } = compiled;
  const { every, units } = record;
  if (units !== undefined && !Array.isArray(units)) throw new InputError("record.units", units, "must be a list of units");
  whole(1, every, "record.every");
  units?.forEach((unit, n) => {
    if (whole(0, unit, `record.units[${n}]`) >= compiled.units)
      throw new InputError(`record.units[${n}]`, unit, `must be below ${compiled.units}, the units there are`);
  });
  const chosen = whole(1, units?.length ?? compiled.units, "record.units");
  const ring = frameRing(every, networks * chosen);
  const data = Uint32Array.from(units ?? Array.from({ length: compiled.units }, (_, u) => u));
  buffers["rate kept units"] = { type: "u32", length: chosen, data };
  buffers[FRAMES] = { type: "f32", length: ring.slots * ring.size };
  const shape = { networks, vectors, stride, chosen, kind: kindOf(record.of ?? "x", compiled, "record.of"), every, frames: ring.slots };
  return { ring, stage: keep("rate keep", shape, { clock, units: "rate kept units", state, kept: FRAMES }) };
}

function kindOf(of: string, { kind }: CompiledRate, place: string): number {
  if (of !== "x" && of !== "rates") throw new InputError(place, of, 'must be "x" or "rates"');
  return of === "x" ? PHI.identity : kind;
}
