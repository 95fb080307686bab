import type { Buffers, Program, ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import { Stepper, type StepperOptions } from "../plan/stepper.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { logisticTable } from "../twins/lib/logistic.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { need, needWhole } from "./check.ts";
import { productsOf } from "./energy.ts";
import { glauber } from "./kernels/glauber.ts";
import { overlaps as overlapsStage } from "./kernels/overlaps.ts";
import { flipped, noisyExamples, packStates, planesOf, randomPatterns, turnedPlanesOf, unpackStates } from "./patterns.ts";
import { type CheckedHopfield, checkHopfield, type HopfieldSpec, needValues } from "./spec.ts";

export interface HopfieldOptions {
  /** Default "auto": a hardware GPU, else `cpu`. */
  readonly adapter?: AdapterChoice;
}

/** What a run tells and asks while it goes on. */
export type RelaxOptions = StepperOptions;

/** Where the replicas are. */
export interface Recall {
  /** Replicas x units of +-1. */
  readonly states: Int8Array;
  /** Replicas x patterns: m = 1/N sum of xi_i s_i, of the patterns themselves where examples are stored. */
  readonly overlaps: Float64Array;
  /** H of each replica, as in `HopfieldSpec`. */
  readonly energies: Float64Array;
}

/** Updates of a replica in one dispatch, and terms of their fields: some tens of ms on a GPU. */
const MOST_UPDATES = 2 ** 14;
const MOST_TERMS = 2 ** 26;

/** What is stored: patterns, or their examples. */
interface Stored {
  /** Patterns that act, empty ones at the end included, and how many examples are summed in each. */
  readonly groups: number;
  readonly each: number;
  /** groups x each x units entries. */
  readonly values: Int8Array;
  /** Entries of each stored pattern that are not 0; of a group of examples the sum of their squared sums. */
  readonly squares: Float64Array;
  /** What sums over products of P entries are divided by. */
  readonly divisor: number;
}

/** What a network of these patterns stores. */
export function storedOf({ units, order, count, examples, seed }: CheckedHopfield, patterns: Int8Array): Stored {
  const given = examples ? noisyExamples(seed, patterns, units, examples.count, examples.quality) : patterns;
  const each = examples?.learning === "supervised" ? examples.count : 1;
  const acting = given.length / units / each;
  // Patterns that fill up a word, with no entries, do nothing; but whole words of them go four at once on the cpu.
  const groups = each === 1 ? 32 * Math.ceil(acting / 32) : acting;
  const values = new Int8Array(groups * each * units);
  values.set(given);
  const squares = new Float64Array(groups);
  for (let g = 0; g < acting; g++) {
    for (let i = 0; i < units; i++) {
      let sum = 0;
      for (let e = g * each; e < (g + 1) * each; e++) sum += values[e * units + i];
      squares[g] += sum * sum;
    }
  }
  return { groups, each, values, squares, divisor: (units ** (order - 1) * acting * each ** 2) / count };
}

/** A sweep in parts, each a dispatch that no GPU takes long for: first update and end. */
function parts(units: number, patterns: number): (readonly [first: number, end: number])[] {
  const each = 64 * Math.ceil(Math.min(MOST_UPDATES, MOST_TERMS / patterns) / 64);
  return Array.from({ length: Math.ceil(units / each) }, (_, k) => [k * each, Math.min(units, (k + 1) * each)]);
}

/** A network as a program: "begin" follows writes of states, "sweep" is one sweep of all replicas, "measure" the overlaps with the patterns. */
export function hopfieldProgram(spec: CheckedHopfield, patterns: Int8Array, stored: Stored): Program {
  const { units, order, count, replicas, beta, seed, examples } = spec;
  const { groups, each, values, squares, divisor } = stored;
  const [all, words] = [groups * each, Math.ceil(units / 32)];
  const u32 = (data: Uint32Array) => ({ type: "u32", length: data.length, data }) as const;
  const buffers: Buffers = {
    logistic: u32(logisticTable.slice()),
    entries: u32(turnedPlanesOf(values, all, units)),
    actives: { type: "f32", length: groups, data: Float32Array.from(squares) },
    stored: u32(planesOf(values, all, units)),
    sweeps: { type: "u32", length: replicas },
    states: { type: "u32", length: replicas * words },
    overlaps: { type: "f32", length: replicas * all },
  };
  const [key0, key1] = keyOf(seed);
  const frozen = beta === Number.POSITIVE_INFINITY;
  const shape = {
    ...{ units, patterns: groups, examples: each, replicas, order, frozen: frozen ? 1 : 0 },
    ...{ scale: Math.fround(frozen ? 1 : (2 * beta) / divisor), key0, key1, stream: streamOf(Stream.glauber, 0) },
  };
  const begin = overlapsStage(
    "overlaps",
    { replicas, patterns: all, words },
    { patterns: "stored", states: "states", overlaps: "overlaps" },
  );
  const names = { logistic: "logistic", entries: "entries", actives: "actives", sweeps: "sweeps", states: "states", overlaps: "overlaps" };
  const sequences = { begin: [begin], sweep: parts(units, all).map(([first, end]) => glauber("glauber", { ...shape, first, end }, names)) };
  if (!examples) return { buffers, sequences };
  buffers.patterns = u32(planesOf(patterns, count, units));
  buffers.measured = { type: "f32", length: replicas * count };
  const bindings = { patterns: "patterns", states: "states", overlaps: "measured" };
  return { buffers, sequences: { ...sequences, measure: [overlapsStage("measure", { replicas, patterns: count, words }, bindings)] } };
}

/**
 * A Hebbian memory. Its dynamics is Glauber's: in each of the N updates of a sweep one unit, drawn at random, becomes +1 with probability
 * 1 / (1 + exp(-2 beta h)), h being its field; so the states settle into the Boltzmann distribution exp(-beta H). Without noise a unit
 * follows the sign of its field, and where that is 0 either state is as likely. One call at a time: await each before the next.
 */
export class HopfieldNetwork {
  private readonly turns = new Turns("the network");
  private readonly stepper = new Stepper({ advance: (sweeps) => this.executor.run("sweep", sweeps) });
  private cues = 0;

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly spec: CheckedHopfield,
    /** K x N entries: -1, 0, 1. */
    readonly patterns: Int8Array,
    private readonly stored: Omit<Stored, "values">,
  ) {}

  /**
   * All states are -1 until the first `relax` or `set`.
   * @throws InputError for a spec that is none; NoAdapterError
   */
  static async create(spec: HopfieldSpec, { adapter = "auto" }: HopfieldOptions = {}): Promise<HopfieldNetwork> {
    const checked = checkHopfield(spec);
    const { units, count, seed } = checked;
    const patterns =
      "random" in checked.patterns
        ? randomPatterns(seed, count, units, checked.patterns.dilution)
        : Int8Array.from(checked.patterns.flatMap((pattern) => Array.from(pattern)));
    const { values, ...stored } = storedOf(checked, patterns);
    const executor = await executeProgram(hopfieldProgram(checked, patterns, { values, ...stored }), adapter);
    const network = new HopfieldNetwork(executor, checked, patterns, stored);
    await executor.run("begin");
    return network;
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** Entries of pattern k. @throws InputError for a number that is none */
  pattern(k: number): Int8Array {
    const { units, count } = this.spec;
    needWhole("pattern", k, 0, count - 1);
    return this.patterns.subarray(k * units, (k + 1) * units);
  }

  /**
   * Pattern k with a share of its entries turned round, a random set of round(share N) units.
   * @param which another number, another set; default 0
   * @throws InputError
   */
  cue(k: number, share: number, which = 0): Int8Array {
    const pattern = this.pattern(k);
    need(typeof share === "number" && share >= 0 && share <= 1, "share", share, "must be 0 to 1");
    needWhole("which", which, 0, 2 ** 32 - 1);
    return flipped(this.spec.seed, pattern, k, Math.round(share * pattern.length), which);
  }

  /** Puts every replica into a state: a list of N entries each; where an entry is 0 the unit's state is drawn. @throws InputError */
  async set(cues: readonly ArrayLike<number>[]): Promise<void> {
    const { units, replicas, seed } = this.spec;
    need(Array.isArray(cues), "cues", cues, "must be a list of states, one a replica");
    need(cues.length === replicas, "cues.length", cues.length, `must be ${replicas}, one a replica`);
    for (const [r, cue] of cues.entries()) needValues(cue, units, `cues[${r}]`);
    await this.turns.take(async () => {
      this.executor.write("states", packStates(seed, cues, units, this.cues++));
      await this.executor.run("begin");
    });
  }

  /** So many sweeps of every replica. @throws InputError for a number that is none; the signal's reason */
  async sweep(sweeps: number, options: RelaxOptions = {}): Promise<void> {
    needWhole("sweeps", sweeps, 0);
    await this.turns.take(() => this.stepper.run(sweeps, options));
  }

  /** `set`, `sweep`, `read`. @throws InputError; the signal's reason */
  async relax(cues: readonly ArrayLike<number>[], sweeps: number, options: RelaxOptions = {}): Promise<Recall> {
    await this.set(cues);
    await this.sweep(sweeps, options);
    return this.read();
  }

  async read(): Promise<Recall> {
    const { units, replicas, count, examples } = this.spec;
    return this.turns.take(async () => {
      const states = unpackStates(await this.executor.read("states", "u32"), replicas, units);
      const sums = await this.executor.read("overlaps", "f32");
      if (examples) await this.executor.run("measure");
      const measured = examples ? await this.executor.read("measured", "f32") : sums;
      // What is stored has empty patterns behind.
      const row = measured.length / replicas;
      const overlaps = Float64Array.from(
        { length: replicas * count },
        (_, n) => measured[Math.floor(n / count) * row + (n % count)] / units,
      );
      return { states, overlaps, energies: this.energiesOf(sums) };
    });
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }

  private energiesOf(sums: Float32Array): Float64Array {
    const { order, replicas } = this.spec;
    const { groups, each, squares, divisor } = this.stored;
    const energies = new Float64Array(replicas);
    for (let r = 0; r < replicas; r++) {
      for (let g = 0; g < groups; g++) {
        let sum = 0;
        for (let e = 0; e < each; e++) sum += sums[(r * groups + g) * each + e];
        energies[r] -= productsOf(order, sum, squares[g]) / (order * divisor);
      }
    }
    return energies;
  }
}
