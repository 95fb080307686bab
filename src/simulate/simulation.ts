import { CancelledError, GalvaniError, InputError, RunawayStateError } from "../errors.ts";
import type { Numbers } from "../network/description.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Batch } from "../plan/batch.ts";
import type { Executor } from "../plan/executor.ts";
import { Turns } from "../plan/turns.ts";
import { type Built, build } from "./build.ts";
import type { Change } from "./change.ts";
import { type Checkpoint, checkCheckpoint, checkpointOf } from "./checkpoint.ts";
import type { Compiled } from "./compile.ts";
import { faultOf } from "./control.ts";
import { Current } from "./current.ts";
import { FieldStates, type FieldSummary } from "./field-states.ts";
import type { RunOptions, SimulationOptions } from "./options.ts";
import { PlasticStates } from "./plastic-states.ts";
import { type Profile, type ProfileOptions, profiled, type Watch } from "./profile.ts";
import type { FieldFrames, RateTrace, Recorder, Spikes, Trace } from "./recorder.ts";
import type { Steering } from "./steering.ts";
import { submitWindows } from "./submit.ts";
import type { WeightSnapshots, Weights } from "./weights.ts";

/** Largest step a simulation can reach: its counter is an unsigned 32-bit word. */
const LAST_STEP = 2 ** 32 - 2 ** 17;
/** With plastic synapses, whose kernels count steps in signed words. */
const LAST_PLASTIC_STEP = 2 ** 31 - 2 ** 17;

/**
 * A network that has been built and can be run, again and again, each time from where it stopped.
 * Results hang on the description and its seed alone: not on how a run is cut into calls, submits, windows or pages.
 */
export class Simulation {
  /** Seconds spent building the network, and running it so far. */
  buildSeconds = 0;
  runSeconds = 0;
  /** What a person should know about where this runs. */
  readonly note: string | undefined;
  private at = 0;
  private readonly turns = new Turns("the simulation");
  private failed: GalvaniError | undefined;
  private readonly compiled: Compiled;
  private readonly executor: Executor;
  private readonly recorder: Recorder;
  private readonly steering: Steering;
  private readonly current: Current;
  private readonly plasticStates: PlasticStates;
  private readonly fieldStates: FieldStates;

  private constructor(network: ResolvedNetwork, { compiled, executor, recorder, steering, note }: Built) {
    this.compiled = compiled;
    this.executor = executor;
    this.recorder = recorder;
    this.steering = steering;
    this.note = note;
    this.current = new Current(network, compiled, executor);
    this.plasticStates = new PlasticStates([network], compiled, executor);
    this.fieldStates = new FieldStates(network, compiled.plan, executor);
  }

  /**
   * Builds a checked network for one adapter.
   * @throws InputError, NoAdapterError, ShaderError, DeviceError, CancelledError
   */
  static async create(network: ResolvedNetwork, options: SimulationOptions = {}): Promise<Simulation> {
    const started = performance.now();
    const simulation = new Simulation(network, await build(network, options));
    simulation.buildSeconds = (performance.now() - started) / 1000;
    return simulation;
  }

  private get network(): ResolvedNetwork {
    return this.current.network;
  }

  /** Name, first global index and size of each population. */
  get populations(): Spikes["populations"] {
    return this.network.populations.map(({ name, first, size }) => ({ name, first, size }));
  }

  get dt(): number {
    return this.network.dt;
  }

  get neurons(): number {
    return this.network.neurons;
  }

  get synapses(): number {
    return this.compiled.synapses;
  }

  /** Steps done since the beginning or `reset`. */
  get step(): number {
    return this.at;
  }

  /** Model time, ms. */
  get time(): number {
    return this.at * this.network.dt;
  }

  get executorKind(): "gpu" | "cpu" {
    return this.executor.kind;
  }

  /** The adapter, for people. */
  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** Threads that run it; 1 where a GPU does. */
  get threads(): number {
    return this.executor.threads;
  }

  /** Bytes the executor holds. */
  get memoryBytes(): number {
    return this.executor.bytes;
  }

  get dispatches(): number {
    return this.executor.dispatches;
  }

  /** Steps a window covers. */
  get windowSteps(): number {
    return this.compiled.windowSteps;
  }

  /**
   * Advances by `ms`, rounded to the nearest step.
   * @throws InputError, CancelledError, RunawayStateError, DeviceError, DeviceLostError
   */
  async run(ms: number, options: RunOptions = {}): Promise<void> {
    const end = this.endOf("run", ms);
    await this.exclusively(() => this.runTo(end, options));
  }

  /**
   * `run` with every dispatch timed: where the time went, beside what the adapter can do, which is measured first. The results of the
   * run are the same.
   * @throws as `run`
   */
  async profile(ms: number, options: ProfileOptions = {}): Promise<Profile> {
    const end = this.endOf("profile", ms);
    const { executor, compiled, current } = this;
    return this.exclusively(() =>
      profiled({ executor, compiled, layout: current.layout }, options, (watch) => this.runTo(end, options, watch)),
    );
  }

  private endOf(place: string, ms: number): number {
    const end = this.at + Math.round(ms / this.network.dt);
    if (!Number.isFinite(ms) || ms < 0) throw new InputError(place, ms, "must be 0 ms or more");
    const last = this.compiled.plastic.length > 0 ? LAST_PLASTIC_STEP : LAST_STEP;
    if (end > last) throw new InputError(place, ms, `would pass step ${last}; reset first, or use a larger dt`);
    return end;
  }

  /**
   * Recorded spikes since the beginning, `reset` or `forget`, sorted by step, then neuron (global index).
   * @param skip this many of the first are left out: a live view asks for those it does not have yet
   */
  spikes(skip = 0): Spikes {
    return this.recorder.spikesUntil(this.at, skip);
  }

  /** Number of spikes of each population since the beginning, `reset` or `forget`, recorded or not. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.network.populations.map(({ name }, p) => [name, this.recorder.counts[p]]));
  }

  /** Mean rate of each population, Hz, over the same time. */
  rates(): Record<string, number> {
    const seconds = ((this.at - this.recorder.from) * this.network.dt) / 1000;
    return Object.fromEntries(
      this.network.populations.map(({ name, size }, p) => [name, seconds > 0 ? this.recorder.counts[p] / (size * seconds) : 0]),
    );
  }

  /** First step of what is held in the records. */
  get recordedFrom(): number {
    return this.recorder.from;
  }

  /** SHA-256 of all spikes over the same time: little-endian u32 pairs (step, neuron), sorted. */
  get digest(): string {
    return this.recorder.digest;
  }

  /** The projections whose weights change: name, synapses, and whether their weights are kept during runs. */
  get plasticProjections(): readonly { readonly name: string; readonly synapses: number; readonly kept: boolean }[] {
    const kept = new Set(this.network.records.flatMap((record) => (record.kind === "weights" ? [record.projection] : [])));
    return this.compiled.plastic.map(({ projection, count }) => ({
      name: this.network.projections[projection].name,
      synapses: count,
      kept: kept.has(projection),
    }));
  }

  /**
   * The synapses of a plastic projection, by its name, as they are now.
   * @throws InputError where no plastic projection has this name
   */
  async weights(projection: string): Promise<Weights> {
    return this.exclusively(() => this.plasticStates.weights(projection, this.at));
  }

  /**
   * Gives a plastic projection other weights from now on, in the order of `weights`.
   * @throws InputError for another number of weights, or one outside the rule's bounds
   */
  async setWeights(projection: string, weight: ArrayLike<number>): Promise<void> {
    await this.exclusively(() => this.plasticStates.setWeights(projection, weight, this.at));
  }

  /** Weights kept by `record: [{ weights: projection, every }]`, in the order of `weights`. @throws InputError where nothing is kept of it */
  weightSnapshots(projection: string): WeightSnapshots {
    return this.plasticStates.snapshots(projection);
  }

  /**
   * Sets a modulator, by its name, from now on.
   * @throws InputError for an unknown name or a value that is not finite
   */
  async setModulator(name: string, value: number): Promise<void> {
    await this.exclusively(() => this.plasticStates.setModulator(name, value, this.at));
  }

  /** Values of all modulators as events of the next step see them, by name. */
  async modulators(): Promise<Record<string, number>> {
    return this.exclusively(() => this.plasticStates.modulators(this.at));
  }

  /** Recorded state variables in the order of the description's records. */
  traces(): Trace[] {
    return this.recorder.traces(this.current.offset);
  }

  /** The fields of the network. */
  get fields(): readonly FieldSummary[] {
    return this.fieldStates.summaries;
  }

  /**
   * Values of a field, by its name, as they are now: those of its last step, one a grid point, the slowest axis first.
   * @param variable default: its first
   * @throws InputError for a name that is none
   */
  async readField(field: string, variable?: string): Promise<Float32Array> {
    return this.exclusively(() => this.fieldStates.read(field, variable));
  }

  /** Recorded fields in the order of the description's records. */
  fieldFrames(): FieldFrames[] {
    return this.recorder.frames();
  }

  /** Recorded population rates in the order of the description's records. */
  rateTraces(): RateTrace[] {
    return this.recorder.rates(this.at);
  }

  /** Empties the records: what follows counts from now. */
  forget(): void {
    this.recorder.restart(this.at);
    this.plasticStates.forget();
  }

  /**
   * Changes parameters of a population from now on; potentials stay where they are.
   * @throws InputError for an unknown name or a value the model refuses
   */
  async set(population: string, params: Readonly<Record<string, Numbers>>): Promise<void> {
    await this.change({ population, params });
  }

  /**
   * Changes an input, by its name, from now on: rate, weight, amplitude, times and amplitudes, mean, std.
   * @throws InputError for an unknown input, a key it does not have, or inputs too large for the range the network was built with
   */
  async setInput(input: string, values: Readonly<Record<string, Numbers>>): Promise<void> {
    await this.change({ input, values });
  }

  /** Back to step 0 and the initial state, with the parameters and inputs as they are now. */
  async reset(): Promise<void> {
    await this.exclusively(async () => {
      await this.current.begin();
      await this.executor.replace("ring", new Int32Array(this.compiled.plan.buffers.ring.length));
      await this.plasticStates.reset();
      await this.fieldStates.reset();
      await this.moveTo(0);
    }, true);
  }

  /** The whole state: `load` of it, in this simulation or another of the same network, continues to the bit. Records are not in it. */
  async save(): Promise<Checkpoint> {
    const { base, changes } = this.current;
    return this.exclusively(async () => {
      const others = { ...(await this.plasticStates.save()), ...(await this.fieldStates.save()) };
      return checkpointOf(base, changes, this.at, this.executor, others);
    });
  }

  /**
   * Continues from a checkpoint; the records are emptied.
   * @throws InputError where it belongs to another network
   */
  async load(checkpoint: Checkpoint): Promise<void> {
    await this.exclusively(async () => {
      checkCheckpoint(checkpoint, this.current.base, this.compiled.plan);
      await this.current.load(checkpoint.changes);
      for (const name of ["state", "cursors", "ring"] as const) await this.executor.replace(name, checkpoint.arrays[name]);
      await this.plasticStates.load(checkpoint.plastic);
      await this.fieldStates.load(checkpoint.plastic);
      await this.moveTo(checkpoint.step);
    }, true);
  }

  /** Frees the buffers and the device. */
  destroy(): void {
    this.executor.destroy();
    this.failed = new GalvaniError("the simulation was destroyed");
  }

  private async moveTo(step: number): Promise<void> {
    const { control } = this.compiled;
    await this.executor.replace("control", control.slice());
    this.executor.setStep(step);
    this.at = step;
    this.failed = undefined;
    this.forget();
  }

  private async change(change: Change): Promise<void> {
    await this.exclusively(async () => {
      const before = this.current.offset;
      if (await this.current.change(change)) this.recorder.shiftTraces(before, this.current.offset);
    });
  }

  /** `recovers`: the work brings the state back after a failed run. */
  private async exclusively<T>(work: () => Promise<T>, recovers = false): Promise<T> {
    if (this.failed && !(recovers && this.failed instanceof RunawayStateError)) throw this.failed;
    return this.turns.take(work);
  }

  /** Runs to step `end`; stops on the way where weights are to be kept. */
  private async runTo(end: number, { onProgress, signal }: RunOptions, watch?: Watch): Promise<void> {
    const { executor, steering, compiled, plasticStates } = this;
    const { dt } = this.network;
    const started = performance.now();
    const start = this.at;
    const take = (batch: Batch) => {
      const fault = this.take(batch);
      onProgress?.((this.at - start) * dt, (end - start) * dt);
      if (fault) throw fault;
      return this.at;
    };
    try {
      await plasticStates.keep(start);
      while (this.at < end && !signal?.aborted) {
        const stop = Math.min(end, plasticStates.nextKept(this.at));
        await submitWindows({ executor, steering, compiled, take, watch }, this.at, stop, signal);
        if (this.at === stop) await plasticStates.keep(stop);
      }
    } finally {
      this.runSeconds += (performance.now() - started) / 1000;
    }
    if (this.at < end) throw new CancelledError(`cancelled at ${this.time.toFixed(3)} ms`);
  }

  /** Takes what a submit left; of one with a fault, which is returned, no spike from its step on. */
  private take(batch: Batch): RunawayStateError | undefined {
    const fault = faultOf(this.network, batch.control);
    this.at = this.recorder.take(batch, fault?.step);
    if (fault) this.failed = fault;
    return fault;
  }
}
