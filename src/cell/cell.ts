import { InputError } from "../errors.ts";
import { layerDice } from "../learn/dice.ts";
import { need, needWhole } from "../learn/needs.ts";
import { given, inOrder } from "../learn/sequences.ts";
import type { StateDict } from "../learn/state-dict.ts";
import { PARAMETERS, type Recording } from "../learn/tensor.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { STATES } from "./cell-site.ts";
import { type CellSpec, checkCell, timeScaleOf } from "./cell-spec.ts";
import { gatherSequences } from "./kernels/gather_sequences.ts";
import { recordReader } from "./reader-record.ts";
import { checkSequences, type SequenceSet } from "./sequences.ts";

export interface CellOptions {
  /** Steps of the longest sequence. */
  readonly steps: number;
  /** Sequences that go through together; default 1. */
  readonly batch?: number;
  /** Numbers that a linear layer makes of the last state; default 1. */
  readonly classes?: number;
  /** Of the first values, where `parameters` gives none; default 0. */
  readonly seed?: number;
  /** The flat buffer: `SequenceTrainer.state()` of a training has it, and `cellParameters` makes it of named tensors. */
  readonly parameters?: Float32Array;
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
}

/** What a cell makes of sequences. */
export interface Read {
  /** Sequences x steps x units: the state after each step; one that is over keeps its last. */
  readonly states: Float32Array;
  /** Sequences x units. */
  readonly last: Float32Array;
  /** Sequences x classes: what the linear layer makes of the last state. */
  readonly outputs: Float32Array;
}

/** A recurrent cell that reads sequences: CfC, LTC, LSTM or GRU. One call at a time: await each before the next. */
export class Cell {
  private readonly turns = new Turns("the cell");

  private constructor(
    readonly spec: CellSpec,
    private readonly size: Required<Pick<CellOptions, "steps" | "batch" | "classes">>,
    readonly executor: ProgramExecutor,
  ) {}

  /** @throws InputError for a cell, sizes or parameters that cannot be; NoAdapterError, DeviceError */
  static async create(spec: CellSpec, options: CellOptions): Promise<Cell> {
    const { steps, batch = 1, classes = 1, seed = 0, parameters, adapter = "auto" } = options;
    checkCell("cell", spec);
    for (const [place, value] of Object.entries({ steps, batch, classes })) needWhole(place, value, 1);
    needWhole("seed", seed, 0);
    const size = { steps, batch, classes };
    const { recording, gathered } = recorded(spec, size, seed);
    checkParameters(recording, parameters);
    const names = { lengths: "sequences.lengths", values: "sequences.values", times: "sequences.elapsed" };
    const part = { whole: batch, batch, first: 0 };
    const gather = gatherSequences(
      "sequences",
      { ...part, steps, features: spec.inputs, time_scale: timeScaleOf(spec) },
      { clock: "clock", order: "sequences.order", ...names, ...gathered },
    );
    const buffers = {
      ...recording.buffers,
      [PARAMETERS]: given(parameters?.slice() ?? recording.initial()),
      clock: given(new Uint32Array(CLOCK_WORDS)),
      "sequences.order": given(inOrder(batch)),
      [names.lengths]: given(new Uint32Array(batch)),
      [names.values]: { type: "f32", length: batch * steps * spec.inputs } as const,
      [names.times]: { type: "f32", length: batch * steps } as const,
    };
    const sequences = { forward: [gather, ...recording.forward()] };
    return new Cell(spec, size, await executeProgram({ buffers, sequences }, adapter));
  }

  /**
   * Reads sequences of `steps` steps at most.
   * @throws InputError for sequences that are none: sizes that do not chain, lengths out of range, times that are not above 0, values that are not
   * finite; GalvaniError before an earlier call is done
   */
  async forward(set: SequenceSet): Promise<Read> {
    checkSequences("sequences", set, this.spec.inputs);
    need(set.steps === this.size.steps, "sequences.steps", set.steps, `this cell reads ${this.size.steps}; pad to as many`);
    return this.turns.take(() => this.read(set));
  }

  destroy(): void {
    this.executor.destroy();
  }

  private async read({ values, elapsed, lengths }: SequenceSet): Promise<Read> {
    const { executor, spec } = this;
    const { steps, batch, classes } = this.size;
    const count = lengths.length;
    const each = steps * spec.units;
    const read = {
      ...{ states: new Float32Array(count * each), last: new Float32Array(count * spec.units) },
      outputs: new Float32Array(count * classes),
    };
    for (let done = 0; done < count; done += batch) {
      const now = Math.min(batch, count - done);
      const clock = new Uint32Array(CLOCK_WORDS);
      clock[Clock.examples] = now;
      executor.write("clock", clock);
      executor.write("sequences.lengths", lengths.subarray(done, done + now));
      executor.write("sequences.values", values.subarray(done * steps * spec.inputs, (done + now) * steps * spec.inputs));
      executor.write("sequences.elapsed", elapsed.subarray(done * steps, (done + now) * steps));
      await executor.run("forward");
      const states = await executor.read(STATES, "f32");
      for (let k = 0; k < now; k++) {
        for (let t = 0; t < steps; t++) {
          const at = ((t + 1) * batch + k) * spec.units;
          read.states.set(states.subarray(at, at + spec.units), (done + k) * each + t * spec.units);
        }
        read.last.set(read.states.subarray((done + k + 1) * each - spec.units, (done + k + 1) * each), (done + k) * spec.units);
      }
      read.outputs.set((await executor.read("fc", "f32")).subarray(0, now * classes), done * classes);
    }
    return read;
  }
}

/** First values of a cell (0) and its linear layer (1), as a training draws them. */
function recorded(spec: CellSpec, { steps, batch, classes }: Required<Pick<CellOptions, "steps" | "batch" | "classes">>, seed: number) {
  return recordReader(spec, classes, { steps, batch, truncate: steps }, (part) => layerDice(seed, part));
}

function checkParameters({ length }: Recording, parameters: Float32Array | undefined): void {
  if (!parameters) return;
  need(parameters.length === length, "parameters", parameters, `this cell and its linear layer have ${length}; take those of the same`);
  const wrong = parameters.findIndex((value) => !Number.isFinite(value));
  need(wrong < 0, `parameters[${wrong}]`, parameters[wrong], "finite numbers");
}

/** A cell's and its linear layer's parameters by name, in the order of the flat buffer. @throws InputError for a cell that cannot be */
export function cellStateDict(spec: CellSpec, classes: number, parameters: Float32Array): StateDict {
  checkCell("cell", spec);
  const { recording } = recorded(spec, { steps: 1, batch: 1, classes }, 0);
  checkParameters(recording, parameters);
  return Object.fromEntries(
    recording.parameters.map(({ name, shape, at, length }) => [name, { shape, data: parameters.slice(at, at + length) }]),
  );
}

/** The flat buffer of named tensors. @throws InputError naming the tensor that is missing, of another shape, or unknown */
export function cellParameters(spec: CellSpec, classes: number, tensors: StateDict): Float32Array {
  checkCell("cell", spec);
  const { recording } = recorded(spec, { steps: 1, batch: 1, classes }, 0);
  const flat = new Float32Array(recording.length);
  const known = recording.parameters.map(({ name }) => name);
  for (const name of Object.keys(tensors))
    if (!known.includes(name)) throw new InputError(`tensors.${name}`, name, `this cell has none of that name; it has ${known.join(", ")}`);
  for (const { name, shape, at } of recording.parameters) {
    const tensor = tensors[name];
    if (!tensor) throw new InputError(`tensors.${name}`, undefined, "is missing");
    need(tensor.shape.join() === shape.join(), `tensors.${name}`, tensor.shape, `this cell has ${shape.join(" x ")} there`);
    flat.set(tensor.data, at);
  }
  checkParameters(recording, flat);
  return flat;
}
