import { whole, wholeSteps } from "../checks.ts";
import { FieldDivergedError, InputError } from "../errors.ts";
import type { Program, ProgramExecutor, Stage } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import { type FrameRing, frameRing, recordedIn, Stepper, type StepperOptions } from "../plan/stepper.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { StepClock } from "../twins/lib/step_clock.ts";
import { type CompiledField, compileField } from "./compile.ts";
import { spread } from "./grid.ts";
import { record } from "./kernels/record.ts";
import { type Place, put, take } from "./place.ts";
import type { FieldSpec, FieldValues } from "./spec.ts";

/** What is kept of a run. */
export interface FieldRecording {
  /** Default: the model's first. */
  readonly variable?: string;
  /** Steps from one frame to the next; the first is that after `every` steps. */
  readonly every: number;
}

export interface FieldOptions {
  /** Default "auto": a hardware GPU, else `cpu`. */
  readonly adapter?: AdapterChoice;
  readonly record?: FieldRecording;
}

export type FieldRunOptions = StepperOptions;

/** Frames of a variable. */
export interface Frames {
  /** Time of each. */
  readonly times: readonly number[];
  /** Batch x places, one a time. */
  readonly values: readonly Float32Array[];
}

const KEPT = "frames";

/** A field as a program of its own: sequence "step" is a time step, "load" follows writes of variables, "look" looks for what is not finite. */
export function fieldProgram(field: CompiledField): Program {
  return { buffers: field.buffers, sequences: { step: field.step, load: field.load, look: field.look } };
}

/** A field that runs by itself. One call at a time: await each before the next. */
export class FieldSimulation {
  private readonly turns = new Turns("the field");
  private readonly stepper: Stepper;

  private constructor(
    private readonly executor: ProgramExecutor,
    readonly field: CompiledField,
    private readonly ring: FrameRing | undefined,
  ) {
    const steps = {
      advance: (count: number) => executor.run("step", count),
      refuseDiverged: (last: boolean) => this.refuseDiverged(last),
    };
    this.stepper = new Stepper(steps, ring && recordedIn(executor, KEPT, ring));
  }

  /** @throws InputError for a spec or a recording that is none, a time step that is unstable; NoAdapterError */
  static async create(spec: FieldSpec, { adapter = "auto", record: wanted }: FieldOptions = {}): Promise<FieldSimulation> {
    const field = compileField(spec);
    const { buffers, sequences } = fieldProgram(field);
    const recorded = wanted && recording(field, wanted);
    const step = recorded ? [...sequences.step, recorded.stage] : sequences.step;
    const executor = await executeProgram({ buffers, sequences: { ...sequences, step } }, adapter);
    return new FieldSimulation(executor, field, recorded?.ring);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** Steps done. */
  get step(): number {
    return this.stepper.step;
  }

  get time(): number {
    return this.step * this.field.grid.dt;
  }

  /**
   * Runs on for a time, a whole number of steps.
   * @throws InputError for a time that is none; as `advance`
   */
  async run(time: number, options: FieldRunOptions = {}): Promise<void> {
    await this.advance(wholeSteps(time, this.field.grid.dt, 0, "time"), options);
  }

  /**
   * Runs so many steps on.
   * @throws FieldDivergedError where a value is not finite any more: it is looked for every 16 steps, and at the end; the signal's reason
   */
  async advance(steps: number, options: FieldRunOptions = {}): Promise<void> {
    whole(0, steps, "steps");
    await this.turns.take(() => this.stepper.run(steps, options));
  }

  /** Values of a variable, batch x places. @param variable default: the model's first @throws InputError for a name it does not have */
  async read(variable?: string): Promise<Float32Array> {
    const place = variableOf(this.field, variable, "variable");
    return take(await this.turns.take(() => this.executor.read(place.buffer, "f32")), place);
  }

  /** Goes on from other values; variables that are left out are 0. The step counter stays. @throws InputError */
  async set(values: Readonly<Record<string, FieldValues>>): Promise<void> {
    for (const name of Object.keys(values)) variableOf(this.field, name, name);
    await this.turns.take(async () => {
      this.write(this.field.variables, values);
      await this.executor.run("load");
      this.executor.write(this.field.clock, new Uint32Array(1), StepClock.broken);
    });
  }

  /** Another input from now on; inputs that are left out are 0. @throws InputError for a field whose spec has no input */
  setInput(values: Readonly<Record<string, FieldValues>>): void {
    const { inputs } = this.field;
    for (const name of Object.keys(values)) {
      if (!Object.hasOwn(inputs, name))
        throw new InputError(`input.${name}`, values[name], "is no input of this field; name it in the spec's input, 0 will do");
    }
    this.turns.refuseBusy();
    this.write(inputs, values);
  }

  /** All frames so far. @throws InputError without a recording */
  async frames(): Promise<Frames> {
    if (!this.ring) throw new InputError("record", undefined, "nothing is recorded; give it to FieldSimulation.create");
    return this.turns.take(() => this.stepper.frames(this.field.grid.dt));
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }

  private write(places: Readonly<Record<string, Place>>, values: Readonly<Record<string, FieldValues>>): void {
    const { grid } = this.field;
    const buffers: Record<string, Float32Array> = {};
    for (const [name, place] of Object.entries(places)) {
      buffers[place.buffer] ??= new Float32Array(grid.batch * grid.places * place.channels);
      if (values[name] !== undefined) put(spread(values[name], grid, name), place, buffers[place.buffer]);
    }
    for (const [buffer, data] of Object.entries(buffers)) this.executor.write(buffer, data);
  }

  private async refuseDiverged(last: boolean): Promise<void> {
    const { clock, name, grid } = this.field;
    if (last) await this.executor.run("look");
    const words = await this.executor.read(clock, "u32");
    const [broken, at] = [words[StepClock.broken], words[StepClock.brokenAt]];
    if (broken !== 0) throw new FieldDivergedError(name, broken - 1, at, at * grid.dt);
  }
}

function variableOf({ variables }: CompiledField, name: string | undefined, place: string): Place {
  const names = Object.keys(variables);
  const wanted = name ?? names[0];
  if (!names.includes(wanted)) throw new InputError(place, name, `is no variable of this field; it has: ${names.join(", ")}`);
  return variables[wanted];
}

/** Adds the buffer of a recording. @throws InputError */
function recording(field: CompiledField, { variable, every }: FieldRecording): { readonly ring: FrameRing; readonly stage: Stage } {
  whole(1, every, "record.every");
  const { buffer, channels, channel } = variableOf(field, variable, "record.variable");
  const { batch, places } = field.grid;
  const ring = frameRing(every, batch * places);
  field.buffers[KEPT] = { type: "f32", length: ring.slots * ring.size };
  const shape = { every, frames: ring.slots, count: ring.size, channels, channel };
  return { ring, stage: record("record", shape, { clock: field.clock, values: buffer, kept: KEPT }) };
}
