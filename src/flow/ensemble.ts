import { wholeSteps } from "../checks.ts";
import { InputError, StateDivergedError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import { Stepper, type StepperOptions } from "../plan/stepper.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { FlowClock } from "../twins/flow/flow.ts";
import { known, perSystem } from "./check.ts";
import { type CompiledEnsemble, compileEnsemble, fillRow, NEVER, parameterRow } from "./compile.ts";
import type { EnsembleRecording, EnsembleSpec, History, PerSystem } from "./spec.ts";
import { fillPast, firstTangents } from "./states.ts";

export interface EnsembleOptions {
  /** Default "auto": a hardware GPU, else `cpu`. */
  readonly adapter?: AdapterChoice;
  readonly record?: EnsembleRecording;
}

export type EnsembleRunOptions = StepperOptions;

/** Frames of an ensemble. */
export interface EnsembleFrames {
  /** Time of each. */
  readonly times: readonly number[];
  readonly variables: readonly string[];
  /** One a time: value of variable v of system s at v systems + s; not finite from where a system failed. */
  readonly values: readonly Float32Array[];
}

/** What a run may go on with; what is left out stays. */
export interface EnsembleChange {
  /** One number for all only where it was so from the beginning. */
  readonly parameters?: Readonly<Record<string, PerSystem>>;
  readonly state?: Readonly<Record<string, PerSystem>>;
  /** Of a delay flow: the time before now, for every variable; time 0 is now. */
  readonly history?: Readonly<Record<string, History>>;
}

/**
 * Many systems of one flow (ordinary, stochastic or delay-differential equations) side by side, many steps a dispatch. The same spec and
 * adapter give the same bits, however the time is cut into runs. One call at a time: await each before the next.
 */
export class Ensemble {
  private readonly turns = new Turns("the ensemble");
  private readonly stepper: Stepper;
  /** Orthonormalisations of the tangent vectors that do not count. */
  private restarted = 0;

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly compiled: CompiledEnsemble,
  ) {
    const { recording, integrator, most } = compiled;
    const steps = { advance: (count: number, goal: number) => this.advance(count, goal), refuseDiverged: () => this.refuseDiverged() };
    const recorded = recording && { ring: recording, read: (first: number, last: number) => this.readFrames(first, last) };
    // Of systems with steps of their own nobody knows how long one takes.
    this.stepper = new Stepper(steps, recorded, integrator === "dormand-prince" ? 1 : most);
  }

  /** @throws InputError for a spec or a recording that is none; ShaderError at the line of a text that does not compile; NoAdapterError */
  static async create(spec: EnsembleSpec, options: EnsembleOptions = {}): Promise<Ensemble> {
    refuseOthers("options", options, ["adapter", "record"]);
    const { adapter = "auto", record } = options;
    const compiled = compileEnsemble(spec, record);
    const executor = await executeProgram(compiled.program, adapter);
    try {
      // No step yet: on the cpu this compiles the text.
      await executor.run("run");
    } catch (error) {
      executor.destroy();
      throw error;
    }
    return new Ensemble(executor, compiled);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  get systems(): number {
    return this.compiled.systems;
  }

  get dt(): number {
    return this.compiled.dt;
  }

  get variables(): readonly string[] {
    return this.compiled.form.flow.variables;
  }

  /** Steps done. */
  get step(): number {
    return this.stepper.step;
  }

  get time(): number {
    return this.step * this.dt;
  }

  /**
   * Runs on for a time, a whole number of steps of `dt`.
   * @throws InputError for a time that is none; StateDivergedError with the system that was the first to stop being finite, and when: the run ends
   * soon after, how soon hangs on the machine (`time` says it), all others have come that far, and `set` may give it another state; the signal's reason
   */
  async run(time: number, options: EnsembleRunOptions = {}): Promise<void> {
    const { dt, longest } = this.compiled;
    refuseOthers("options", options, ["signal", "onProgress"]);
    const steps = wholeSteps(time, dt, 0, "time");
    if (this.step + steps > longest)
      throw new InputError("time", time, `leads beyond ${longest} steps, more than are counted; take a larger dt`);
    await this.turns.take(() => this.stepper.run(steps, options));
  }

  private async advance(count: number, goal: number): Promise<void> {
    const { executor, compiled } = this;
    executor.write("clock", Uint32Array.of(goal), FlowClock.goal);
    if (compiled.integrator !== "dormand-prince") await executor.run("run", Math.ceil(count / compiled.most));
    else {
      // Until no system is behind.
      do {
        executor.write("failed", Uint32Array.of(0), compiled.stride + 1);
        await executor.run("run");
      } while ((await executor.read("failed", "u32"))[compiled.stride + 1] !== 0);
    }
  }

  /**
   * A variable of every system; of one that failed with "dormand-prince", its last. @param variable default: the flow's first
   * @throws InputError for a name it does not have
   */
  async read(variable: string = this.variables[0]): Promise<Float32Array> {
    const k = this.variables.indexOf(variable);
    if (k < 0) throw new InputError("variable", variable, `is not in this flow; it has: ${this.variables.join(", ")}`);
    const rows = await this.turns.take(() => this.executor.read("state", "f32"));
    return rows.slice(k * this.compiled.stride, k * this.compiled.stride + this.systems);
  }

  /** All frames so far. @throws InputError without a recording */
  async frames(): Promise<EnsembleFrames> {
    const { recording } = this.compiled;
    if (!recording) throw new InputError("record", undefined, "nothing is recorded; give it to Ensemble.create");
    const { times, values } = await this.turns.take(() => this.stepper.frames(this.dt));
    return { times, variables: recording.variables, values };
  }

  /**
   * Mean growth of the tangent vectors since `restartExponents`, or the beginning: the Lyapunov exponents, largest first, of vector j and system s at
   * j systems + s. Counts whole intervals between orthonormalisations.
   * @throws InputError without tangents, and before the first of them
   */
  async exponents(): Promise<Float64Array> {
    const { tangents, stride } = this.compiled;
    if (!tangents) throw new InputError("tangents", undefined, "none are carried along; give them to Ensemble.create");
    const bases = this.basesDone - this.restarted;
    if (bases === 0) throw new InputError("time", this.time, `nothing was measured yet; run for ${tangents.every} steps or more`);
    const sums = await this.turns.take(() => this.executor.read("sums", "f32"));
    const time = bases * tangents.every * this.dt;
    return Float64Array.from({ length: tangents.count * this.systems }, (_, k) => {
      const at = 2 * Math.floor(k / this.systems) * stride + (k % this.systems);
      return (16 * sums[at + stride] + sums[at]) / time;
    });
  }

  /** Forgets the growth so far, after a transient; the tangent vectors stay. @throws InputError without tangents */
  restartExponents(): void {
    const { tangents, stride } = this.compiled;
    if (!tangents) throw new InputError("tangents", undefined, "none are carried along; give them to Ensemble.create");
    this.turns.refuseBusy();
    this.executor.write("sums", new Float32Array(2 * tangents.count * stride));
    this.restarted = this.basesDone;
  }

  /** Orthonormalisations so far. */
  private get basesDone(): number {
    return Math.floor(this.step / (this.compiled.tangents?.every ?? 1));
  }

  /** Goes on with other parameters or from other states; time goes on. @throws InputError */
  async set(change: EnsembleChange): Promise<void> {
    refuseOthers("set", change, ["parameters", "state", "history"]);
    const { flow, form, systems, stride, lag } = this.compiled;
    const { parameters, variables } = form.flow;
    known(change.parameters, parameters, "parameters");
    known(change.state, variables, "state");
    known(change.history, variables, "history");
    if (change.state && lag !== undefined) throw new InputError("state", change.state, "the history of a delay flow says it");
    if (change.history && lag === undefined) throw new InputError("history", change.history, `flow "${flow.model.name}" has no delay`);
    const writes: [string, number, Float32Array][] = [];
    for (const [name, given] of Object.entries(change.parameters ?? {})) {
      const k = parameters.indexOf(name);
      const value = perSystem(given, systems, `parameters.${name}`);
      if (typeof value !== "number" && !form.arrays[k])
        throw new InputError(`parameters.${name}`, given, "was one number for all when the ensemble was made, and has to stay so");
      writes.push(["params", k * stride, parameterRow(flow, name, value, new Float32Array(stride))]);
    }
    for (const [name, given] of Object.entries(change.state ?? {}))
      writes.push([
        "state",
        variables.indexOf(name) * stride,
        fillRow(new Float32Array(stride), perSystem(given, systems, `state.${name}`)),
      ]);
    if (change.history && lag !== undefined) {
      const past = new Float32Array(2 * lag * variables.length * stride);
      const state = new Float32Array(variables.length * stride);
      fillPast(past, state, change.history, { variables, systems, stride, lag, dt: this.dt, place: this.step % lag });
      writes.push(["past", 0, past], ["state", 0, state]);
    }
    await this.turns.take(async () => {
      // Frames of systems that have failed are told by what is forgotten here.
      await this.stepper.drain();
      if (change.state) await this.renewTangents();
      for (const [buffer, at, data] of writes) this.executor.write(buffer, data, at);
      this.executor.write("failed", new Uint32Array(stride + 2));
      if (this.compiled.integrator === "dormand-prince") this.beginAgain();
    });
  }

  /** Steps of the systems' own: from here on, with a step size of 0 to be found, those too that failed before. */
  private beginAgain(): void {
    const { stride, recording, form } = this.compiled;
    this.executor.write("inner", new Float32Array(stride), 2 * form.flow.variables.length * stride);
    const { every, slots } = recording ?? { every: NEVER, slots: 1 };
    const counts = [this.step, every - (this.step % every), Math.floor(this.step / every) % slots];
    for (const [row, count] of counts.entries()) this.executor.write("counts", new Uint32Array(stride).fill(count), row * stride);
  }

  /** First tangent vectors for the systems that have failed: theirs are no numbers any more. */
  private async renewTangents(): Promise<void> {
    const { stride, systems, form } = this.compiled;
    if (form.tangents === 0) return;
    const failed = await this.executor.read("failed", "u32");
    if (failed[stride] === 0) return;
    const dimension = form.flow.variables.length;
    const vectors = (await this.executor.read("state", "f32")).slice(dimension * stride);
    firstTangents(dimension, form.tangents).forEach((value, k) => {
      for (let i = 0; i < systems; i++) if (failed[i] > 0) vectors[k * stride + i] = value;
    });
    this.executor.write("state", vectors, dimension * stride);
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }

  private async readFrames(first: number, last: number): Promise<Float32Array[]> {
    const { recording, stride, systems, integrator } = this.compiled;
    if (!recording) return [];
    const { every, slots, variables } = recording;
    const kept = await this.executor.read("kept", "f32");
    // With steps of its own a system that has failed leaves its frames as they were.
    const failed = integrator === "dormand-prince" ? await this.executor.read("failed", "u32") : new Uint32Array(systems);
    const rows = variables.length;
    return Array.from({ length: last - first + 1 }, (_, k) => {
      const [step, slot] = [(first + k) * every, (first + k - 1) % slots];
      const frame = new Float32Array(rows * systems);
      for (let v = 0; v < rows; v++)
        frame.set(kept.subarray((slot * rows + v) * stride, (slot * rows + v) * stride + systems), v * systems);
      for (let i = 0; i < rows * systems; i++) if (failed[i % systems] > 0 && step >= failed[i % systems]) frame[i] = Number.NaN;
      return frame;
    });
  }

  private async refuseDiverged(): Promise<void> {
    const { flow, systems, stride, dt, integrator } = this.compiled;
    const failed = await this.executor.read("failed", "u32");
    if (failed[stride] === 0) return;
    let first = -1;
    for (let i = 0; i < systems; i++) if (failed[i] > 0 && (first < 0 || failed[i] < failed[first])) first = i;
    const adaptive = integrator === "dormand-prince";
    const remedy = adaptive
      ? "its steps vanished; loosen tolerance, or look at its parameters and first state"
      : "take a smaller dt, or look at its parameters and first state";
    throw new StateDivergedError(flow.model.name, first, failed[first] * dt, remedy);
  }
}
