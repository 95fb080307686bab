import { FieldDivergedError, InputError } from "../errors.ts";
import type { Buffers, Program, ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { FieldClock } from "../twins/lib/field.ts";
import { type CompiledField, compileField, type Place, put, take } from "./compile.ts";
import { spread, wholeFrom } from "./grid.ts";
import { record } from "./kernels/record.ts";
import type { FieldSpec, FieldValues } from "./spec.ts";

/** Bytes of frames that wait on the device, and the most frames. */
const FRAME_BYTES = 2 ** 25;
const MOST_FRAMES = 4096;
/** ms between two looks at the device's clock. */
const LOOK_MS = 200;

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

/** What a run tells and asks while it goes on. */
export interface FieldRunOptions {
  /** The run ends between two steps with the signal's reason. */
  readonly signal?: AbortSignal;
  /** @param share of this run that is done, 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

/** Frames of a variable. */
export interface Frames {
  /** Time of each. */
  readonly times: readonly number[];
  /** Batch x places, one a time. */
  readonly values: readonly Float32Array[];
}

/** How a program keeps frames. */
interface Recorder {
  readonly every: number;
  readonly capacity: number;
  /** Values of a frame. */
  readonly count: number;
}

const KEPT = "frames";

/** A field as a program of its own: sequence "step" is a time step, "load" follows writes of variables, "look" looks for what is not finite. */
export function fieldProgram(field: CompiledField): Program {
  return { buffers: field.buffers, sequences: { step: field.step, load: field.load, look: field.look } };
}

/** A field that runs by itself. One call at a time: await each before the next. */
export class FieldSimulation {
  private readonly turns = new Turns("the field");
  private done = 0;
  private readonly held: Float32Array[] = [];
  private together = 1;

  private constructor(
    private readonly executor: ProgramExecutor,
    readonly field: CompiledField,
    private readonly recorder: Recorder | undefined,
  ) {}

  /** @throws InputError for a spec or a recording that is none, a time step that is unstable; NoAdapterError */
  static async create(spec: FieldSpec, { adapter = "auto", record: wanted }: FieldOptions = {}): Promise<FieldSimulation> {
    const field = compileField(spec);
    const { buffers, sequences } = fieldProgram(field);
    if (!wanted) return new FieldSimulation(await executeProgram({ buffers, sequences }, adapter), field, undefined);
    const { recorder, stage } = recording(field, wanted, buffers);
    const program = { buffers, sequences: { ...sequences, step: [...sequences.step, stage] } };
    return new FieldSimulation(await executeProgram(program, adapter), field, recorder);
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

  get time(): number {
    return this.step * this.field.grid.dt;
  }

  /**
   * Runs on for a time, a whole number of steps.
   * @throws InputError for a time that is none; as `advance`
   */
  async run(time: number, options: FieldRunOptions = {}): Promise<void> {
    const { dt } = this.field.grid;
    const steps = Math.round(time / dt);
    if (!(time >= 0) || Math.abs(time / dt - steps) > 1e-6 * Math.max(1, steps))
      throw new InputError("time", time, `must be a whole number of steps of ${dt}, 0 or more`);
    await this.advance(steps, options);
  }

  /**
   * Runs so many steps on.
   * @throws FieldDivergedError where a value is not finite any more: it is looked for every 16 steps, and at the end; the signal's reason
   */
  async advance(steps: number, options: FieldRunOptions = {}): Promise<void> {
    wholeFrom(0, steps, "steps");
    await this.turns.take(() => this.proceed(steps, options));
  }

  private async proceed(steps: number, { signal, onProgress }: FieldRunOptions): Promise<void> {
    const end = this.step + steps;
    while (this.step < end) {
      signal?.throwIfAborted();
      if (this.room() === 0) await this.drain();
      const count = Math.min(end - this.step, this.together, this.room());
      const started = performance.now();
      await this.executor.run("step", count);
      this.done += count;
      if (this.step === end) await this.executor.run("look");
      await this.refuseBroken();
      const ms = performance.now() - started;
      if (count === this.together) this.together = Math.max(1, Math.min(2 * count, Math.round((count * LOOK_MS) / Math.max(ms, 1e-3))));
      onProgress?.(1 - (end - this.step) / steps);
    }
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
      this.executor.write(this.field.clock, new Uint32Array(1), FieldClock.broken);
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
    const { recorder, held } = this;
    if (!recorder) throw new InputError("record", undefined, "nothing is recorded; give it to FieldSimulation.create");
    await this.turns.take(() => this.drain());
    return { times: held.map((_, k) => (k + 1) * recorder.every * this.field.grid.dt), values: held };
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
    const kept = await executor.read(KEPT, "f32");
    while (held.length < done) {
      const slot = (held.length + 1) % recorder.capacity;
      held.push(kept.slice(slot * recorder.count, (slot + 1) * recorder.count));
    }
  }

  private async refuseBroken(): Promise<void> {
    const { clock, name, grid } = this.field;
    const words = await this.executor.read(clock, "u32");
    const [broken, at] = [words[FieldClock.broken], words[FieldClock.brokenAt]];
    if (broken !== 0) throw new FieldDivergedError(name, broken - 1, at, at * grid.dt);
  }
}

function variableOf({ variables }: CompiledField, name: string | undefined, place: string): Place {
  const names = Object.keys(variables);
  const wanted = name ?? names[0];
  if (!names.includes(wanted)) throw new InputError(place, name, `is no variable of this field; it has: ${names.join(", ")}`);
  return variables[wanted];
}

function recording(field: CompiledField, { variable, every }: FieldRecording, buffers: Buffers) {
  wholeFrom(1, every, "record.every");
  const { buffer, channels, channel } = variableOf(field, variable, "record.variable");
  const count = field.grid.batch * field.grid.places;
  const capacity = Math.max(1, Math.min(MOST_FRAMES, Math.floor(FRAME_BYTES / (4 * count))));
  buffers[KEPT] = { type: "f32", length: capacity * count };
  const shape = { every, frames: capacity, count, channels, channel };
  const stage = record("record", shape, { clock: field.clock, values: buffer, kept: KEPT });
  return { recorder: { every, capacity, count }, stage };
}
