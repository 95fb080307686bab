/** Piecewise-linear recurrent networks that run freely: trajectories side by side, Jacobians, the largest Lyapunov exponent. */
import { CancelledError, GalvaniError, InputError, StateDivergedError } from "../errors.ts";
import { needWhole } from "../learn/needs.ts";
import { given } from "../learn/sequences.ts";
import type { StateDict } from "../learn/state-dict.ts";
import { PARAMETERS } from "../learn/tensor.ts";
import { refuseOthers } from "../network/names.ts";
import { isArray } from "../network/numbers.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { plrnnBuffers, plrnnForward } from "./plrnn-record.ts";
import { checkPlrnn, checkWeights, firstWeights, type PlrnnSpec, plrnnShapes } from "./plrnn-spec.ts";

/** Steps of a dispatch. */
const STRETCH = 1000;
/** Numbers that states may be at once: 4 GiB. */
const MOST_NUMBERS = 2 ** 30;

export interface PlrnnOptions {
  /** By the papers' names: A, W, h of an almost-linear RNN; A, W1, W2, h1, h2 of a shallow PLRNN; L where not all units are observed. Default: first weights from `seed`. */
  readonly weights?: StateDict;
  /** Of first weights, 0 to 2^53 - 1; default 0. */
  readonly seed?: number;
  /** Trajectories side by side, 1 or more; default 1. */
  readonly trajectories?: number;
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
}

export interface GenerateOptions {
  /** Ends the run after the dispatch under way. */
  readonly signal?: AbortSignal;
  /** Told of the share of steps that are done. */
  readonly onProgress?: (share: number) => void;
}

/** A piecewise-linear recurrent network with given weights. */
export class Plrnn {
  private readonly turns = new Turns("the network");

  private constructor(
    readonly spec: PlrnnSpec,
    readonly weights: StateDict,
    readonly trajectories: number,
    private readonly executor: ProgramExecutor,
  ) {}

  /** @throws InputError for a spec that cannot be, weights of other shapes or that are not finite; NoAdapterError, DeviceError */
  static async create(spec: PlrnnSpec, options: PlrnnOptions = {}): Promise<Plrnn> {
    checkPlrnn(spec);
    refuseOthers("options", options, ["weights", "seed", "trajectories", "adapter"]);
    const { seed = 0, trajectories = 1, adapter = "auto" } = options;
    needWhole("seed", seed, 0);
    needWhole("trajectories", trajectories, 1);
    if (STRETCH * trajectories * spec.units > MOST_NUMBERS)
      throw new InputError(
        "trajectories",
        trajectories,
        `${MOST_NUMBERS / STRETCH / spec.units} at most: ${STRETCH} steps are held at once`,
      );
    if (options.weights !== undefined) checkWeights(spec, options.weights);
    const weights = options.weights ?? firstWeights(spec, seed);
    const at: Record<string, number> = {};
    let length = 0;
    for (const name of Object.keys(plrnnShapes(spec))) {
      at[name] = length;
      length += weights[name].data.length;
    }
    const flat = new Float32Array(length);
    for (const [name, place] of Object.entries(at)) flat.set(weights[name].data, place);
    const stretch = plrnnForward(spec, at, { steps: STRETCH, batch: trajectories, every: 0, keep: 0 });
    const buffers = {
      ...plrnnBuffers(spec, STRETCH, trajectories, 1),
      [PARAMETERS]: given(flat),
      // Read where states are drawn to them, which is never here.
      ...{ signals: given(new Float32Array(1)), strength: given(new Float32Array(1)) },
    };
    const executor = await executeProgram({ buffers, sequences: { stretch: [stretch] } }, adapter);
    return new Plrnn(spec, weights, trajectories, executor);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /**
   * Lets the network run freely.
   * @param steps 1 or more
   * @param initial where each trajectory begins, one after another: its observed units (L makes the others), or all its units
   * @returns states after each step: steps x trajectories x units
   * @throws InputError for first states that do not fit or are not finite; StateDivergedError, its time the step from 1; CancelledError after `signal`
   */
  async generate(steps: number, initial: ArrayLike<number>, options: GenerateOptions = {}): Promise<Float32Array> {
    refuseOthers("options", options, ["signal", "onProgress"]);
    const { signal, onProgress } = options;
    needWhole("steps", steps, 1);
    const most = Math.floor(MOST_NUMBERS / this.trajectories / this.spec.units);
    if (steps > most)
      throw new InputError("steps", steps, `${most} at most with so many trajectories and units: go on from the last states`);
    const first = this.firstStates(initial);
    return this.turns.take(async () => {
      const row = this.trajectories * this.spec.units;
      const all = new Float32Array(steps * row);
      this.executor.write("state", first);
      for (let done = 0; done < steps; done += STRETCH) {
        if (signal?.aborted) throw new CancelledError(`cancelled after step ${done} of ${steps}`);
        await this.executor.run("stretch");
        const states = await this.executor.read("states", "f32");
        const part = states.subarray(0, Math.min(STRETCH, steps - done) * row);
        this.refuseDiverged(part, done);
        all.set(part, done * row);
        onProgress?.(Math.min(1, (done + STRETCH) / steps));
      }
      return all;
    });
  }

  /** The observed units of what `generate` gave: steps x trajectories x observed. @throws InputError for what it cannot have given */
  observed(states: Float32Array): Float32Array {
    const { units, observed } = this.spec;
    if (!(states instanceof Float32Array) || states.length % units !== 0)
      throw new InputError("states", states, `what generate gives: ${units} units a state, in a Float32Array`);
    return Float32Array.from(
      { length: (states.length / units) * observed },
      (_, k) => states[Math.floor(k / observed) * units + (k % observed)],
    );
  }

  /**
   * How the next state hangs on this one, in float64: units x units, row by row; entry (i, j) is d z'_i / d z_j. On the border of two regions it
   * is that of the unit that is off.
   * @param state all units
   */
  jacobian(state: ArrayLike<number>): Float64Array {
    return jacobianOf(this.spec, this.weights, state);
  }

  destroy(): void {
    this.executor.destroy();
  }

  private refuseDiverged(states: Float32Array, done: number): void {
    const wrong = states.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) return;
    const sequence = Math.floor(wrong / this.spec.units);
    const step = done + Math.floor(sequence / this.trajectories) + 1;
    throw new StateDivergedError(this.spec.cell, sequence % this.trajectories, step, "train it longer, or clip its hidden units");
  }

  private firstStates(initial: ArrayLike<number>): Float32Array {
    const { trajectories, weights } = this;
    const { units, observed } = this.spec;
    if (!isArray(initial as readonly number[])) throw new InputError("initial", initial, "a list of numbers, or a typed array");
    const wide = initial.length / trajectories;
    if (wide !== units && wide !== observed) {
      const fit = `${trajectories} trajectories need ${observed} (observed) or ${units} (all units) numbers each`;
      throw new InputError("initial", Array.from(initial), fit);
    }
    const wrong = Array.from(initial).findIndex((value) => typeof value !== "number" || !Number.isFinite(Math.fround(value)));
    if (wrong >= 0) throw new InputError(`initial[${wrong}]`, initial[wrong], "must be finite in float32");
    return Float32Array.from({ length: trajectories * units }, (_, k) => {
      const [at, unit] = [Math.floor(k / units) * wide, k % units];
      if (unit < wide) return initial[at + unit];
      let sum = 0;
      for (let n = 0; n < observed; n++) sum += weights.L.data[(unit - observed) * observed + n] * initial[at + n];
      return sum;
    });
  }
}

/** The Jacobian in float64: `Plrnn.jacobian`. */
function jacobianOf(spec: PlrnnSpec, weights: StateDict, state: ArrayLike<number>): Float64Array {
  const { units } = spec;
  if (!isArray(state as readonly number[]) || state.length !== units) throw new InputError("state", state, `${units} units`);
  const jacobian = new Float64Array(units * units);
  for (let i = 0; i < units; i++) jacobian[i * units + i] = weights.A.data[i];
  if (spec.cell === "al_rnn") {
    for (let j = 0; j < units; j++) {
      if (j >= units - spec.rectified && state[j] <= 0) continue;
      for (let i = 0; i < units; i++) jacobian[i * units + j] += weights.W.data[i * units + j];
    }
    return jacobian;
  }
  const { hidden, clipped = true } = spec;
  for (let l = 0; l < hidden; l++) {
    let v = 0;
    for (let j = 0; j < units; j++) v += weights.W2.data[l * units + j] * state[j];
    const slope = (v + weights.h2.data[l] > 0 ? 1 : 0) - (clipped && v > 0 ? 1 : 0);
    if (slope === 0) continue;
    for (let i = 0; i < units; i++) {
      for (let j = 0; j < units; j++) jacobian[i * units + j] += slope * weights.W1.data[i * hidden + l] * weights.W2.data[l * units + j];
    }
  }
  return jacobian;
}

/**
 * The largest Lyapunov exponent along a trajectory, a step: the mean rate at which the product of the Jacobians stretches a vector.
 * @param states of one trajectory, as `generate` gives them: steps x units
 * @param transient steps before it counts, in which the vector turns to where it grows; fewer than there are
 * @throws InputError where nothing is left to count; GalvaniError where the product vanishes
 */
export function largestExponent(spec: PlrnnSpec, weights: StateDict, states: Float32Array, transient: number): number {
  const { units } = spec;
  const steps = states.length / units;
  if (!Number.isInteger(steps)) throw new InputError("states", states, `steps of ${units} units`);
  if (!(Number.isInteger(transient) && transient >= 0 && transient < steps))
    throw new InputError("transient", transient, `0 to ${steps - 1}: there are ${steps} steps`);
  let v = new Float64Array(units).fill(1);
  let sum = 0;
  for (let t = 0; t < steps; t++) {
    const jacobian = jacobianOf(spec, weights, states.subarray(t * units, (t + 1) * units));
    const next = new Float64Array(units);
    for (let i = 0; i < units; i++) for (let j = 0; j < units; j++) next[i] += jacobian[i * units + j] * v[j];
    const length = Math.hypot(...next);
    if (length === 0) throw new GalvaniError(`the Jacobians' product is 0 at step ${t + 1}: there is no largest exponent`);
    v = next.map((value) => value / length);
    if (t >= transient) sum += Math.log(length);
  }
  return sum / (steps - transient);
}
