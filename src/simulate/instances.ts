import { CancelledError, type RunawayStateError } from "../errors.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { type Batch, reachOf, windowsOf } from "../plan/batch.ts";
import type { Executor } from "../plan/executor.ts";
import { execute } from "../plan/target.ts";
import { Run } from "../twins/lib/window.ts";
import { placesOf } from "./beside.ts";
import { onTarget, steeringOf } from "./build.ts";
import { type Compiled, compileBeside } from "./compile.ts";
import { controlLayout, populationFault } from "./control.ts";
import { offsetOf } from "./current.ts";
import { Irregularity } from "./isi.ts";
import { checkBuffers, checkMemory } from "./memory.ts";
import { besideChoice, progressOf, type RunOptions, type SimulationOptions } from "./options.ts";
import { PlasticStates } from "./plastic-states.ts";
import { inOrder, Recorder, type Trace } from "./recorder.ts";
import type { Steering } from "./steering.ts";
import { submitWindows } from "./submit.ts";
import type { Weights } from "./weights.ts";

/** What one instance did since the beginning or `forget`. */
export interface Outcome {
  /** Spikes, mean rate (Hz) and CV of inter-spike intervals (NaN where no neuron has 3 spikes) of each population. */
  readonly populations: readonly { readonly name: string; readonly spikes: number; readonly rate: number; readonly cv: number }[];
  /** SHA-256 of all spikes, as `Simulation.digest` of the network alone. */
  readonly digest: string;
  /** Why it stopped, where its state left the finite range: what is here is of the time before. */
  readonly fault: RunawayStateError | undefined;
}

/**
 * Networks that run side by side in one plan, each as it would alone: on a GPU a workgroup may carry each. They share `dt` and nothing else.
 * A state that leaves the finite range stops its own instance only.
 */
export class Instances {
  private at = 0;
  private readonly recorders: readonly Recorder[];
  private readonly irregularities: readonly Irregularity[];
  private readonly faults: (RunawayStateError | undefined)[];
  private readonly firsts: Uint32Array;
  /** Instance of each neuron. */
  private readonly owner: Uint32Array;
  /** Entries of a window by instance: where each one's begin, and room for them. */
  private readonly begins: Uint32Array;
  private sorted = new Uint32Array(1024);
  private readonly plasticStates: PlasticStates;

  private constructor(
    private readonly networks: readonly ResolvedNetwork[],
    private readonly compiled: Compiled,
    private readonly executor: Executor,
    private readonly steering: Steering,
    /** What a person should know about where this runs. */
    readonly note: string | undefined,
  ) {
    const { neurons, firsts } = placesOf(networks);
    this.plasticStates = new PlasticStates(networks, compiled, executor);
    this.firsts = firsts;
    this.owner = new Uint32Array(neurons);
    networks.forEach((network, b) => {
      this.owner.fill(b, firsts[b], firsts[b] + network.neurons);
    });
    this.begins = new Uint32Array(networks.length + 1);
    this.recorders = compiled.parts.map((part) => new Recorder(part, compiled.plan));
    this.irregularities = networks.map((network) => new Irregularity(network.neurons));
    this.faults = networks.map(() => undefined);
  }

  /**
   * Builds checked networks of one `dt` for one adapter.
   * @throws InputError, NoAdapterError, ShaderError, DeviceError, CancelledError
   */
  static async create(networks: readonly ResolvedNetwork[], options: SimulationOptions = {}): Promise<Instances> {
    const populations = networks.flatMap((network) => network.populations);
    const projections = networks.flatMap((network) => network.projections);
    const together = { ...networks[0], neurons: placesOf(networks).neurons, populations, projections };
    return onTarget(together, options, async ({ target, crew, note }) => {
      for (const network of networks) checkMemory(network, target.device && target.pageBytes);
      const { pageBytes } = target;
      const resident = besideChoice(options.resident, networks, target);
      const compiled = await compileBeside(networks, { pageBytes, crew, resident, onProgress: progressOf(options) });
      if (target.device) checkBuffers(networks[0], compiled.plan, pageBytes);
      const executor = await execute(compiled.plan, target, crew);
      return new Instances(networks, compiled, executor, steeringOf(compiled, options), note);
    });
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): Executor["adapterKind"] {
    return this.executor.adapterKind;
  }

  /** Bytes the executor holds. */
  get memoryBytes(): number {
    return this.executor.bytes;
  }

  /** Whether a workgroup carries each instance. */
  get resident(): boolean {
    return "resident" in this.compiled.plan.kernels;
  }

  /**
   * Advances all by `ms`, rounded to the nearest step.
   * @throws CancelledError, DeviceError, DeviceLostError
   */
  async run(ms: number, { onProgress, signal }: RunOptions = {}): Promise<void> {
    const { compiled, executor, steering, networks } = this;
    const { dt } = networks[0];
    const start = this.at;
    const end = start + Math.round(ms / dt);
    const take = (batch: Batch) => {
      this.at = this.take(batch);
      onProgress?.((this.at - start) * dt, (end - start) * dt);
      return this.at;
    };
    await submitWindows({ executor, steering, compiled, take, watch: undefined }, start, end, signal);
    if (this.at < end) throw new CancelledError(`cancelled at ${(this.at * dt).toFixed(3)} ms`);
  }

  /** Empties the records: what follows counts from now. */
  forget(): void {
    for (const recorder of this.recorders) recorder.restart(this.at);
    for (const irregularity of this.irregularities) irregularity.restart();
  }

  /** What instance `b` did. */
  outcome(b: number): Outcome {
    const { dt, populations } = this.networks[b];
    const recorder = this.recorders[b];
    const fault = this.faults[b];
    const seconds = (Math.max(0, Math.min(this.at, fault?.step ?? Infinity) - recorder.from) * dt) / 1000;
    return {
      populations: populations.map(({ name, first, size }, p) => ({
        name,
        spikes: recorder.counts[p],
        rate: seconds > 0 ? recorder.counts[p] / (size * seconds) : 0,
        cv: this.irregularities[b].cv(first, first + size),
      })),
      digest: recorder.digest,
      fault,
    };
  }

  /** Recorded state variables of instance `b`, in the order of its records. */
  traces(b: number): Trace[] {
    const firstPopulation = this.networks.slice(0, b).reduce((sum, network) => sum + network.populations.length, 0);
    return this.recorders[b].traces(offsetOf(this.networks[b], this.compiled.layout.realised.slice(firstPopulation)));
  }

  /** The synapses of a plastic projection of instance `b`, as `Simulation.weights`; each instance has weights of its own. @throws InputError */
  weights(b: number, projection: string): Promise<Weights> {
    return this.plasticStates.weights(projection, this.at, b);
  }

  /** Gives a plastic projection of instance `b` other weights from now on. @throws InputError */
  setWeights(b: number, projection: string, weight: ArrayLike<number>): Promise<void> {
    return this.plasticStates.setWeights(projection, weight, this.at, b);
  }

  /** Values of the modulators of instance `b`. */
  modulators(b: number): Promise<Record<string, number>> {
    return this.plasticStates.modulators(this.at, b);
  }

  /** Recorded spikes of instance `b`. */
  spikes(b: number): ReturnType<Recorder["spikesUntil"]> {
    return this.recorders[b].spikesUntil(this.at);
  }

  /** Frees the buffers and the device. */
  destroy(): void {
    this.executor.destroy();
  }

  /** Gives each instance its share of a submit. Returns the step it reached. */
  private take(batch: Batch): number {
    const { plan } = this.compiled;
    this.noteFaults(batch.control);
    for (const { first, spikes } of windowsOf(batch, plan)) if (spikes.length > 0) this.window(inOrder(spikes), first);
    const { from, to } = reachOf(batch, plan);
    for (const recorder of this.recorders) recorder.samples(batch.traces, from, to);
    return to;
  }

  /** Deals out a window's spikes, in order: each instance's stay in the order of its digest. */
  private window(entries: Uint32Array, first: number): void {
    const { owner, begins, firsts, compiled, recorders } = this;
    const unit = 2 ** compiled.plan.run[Run.neuron_bits];
    if (this.sorted.length < entries.length) this.sorted = new Uint32Array(2 * entries.length);
    begins.fill(0);
    for (const entry of entries) begins[owner[entry % unit] + 1]++;
    for (let b = 0; b < firsts.length; b++) begins[b + 1] += begins[b];
    const next = begins.slice();
    for (const entry of entries) {
      const b = owner[entry % unit];
      this.sorted[next[b]++] = entry - firsts[b];
    }
    recorders.forEach((recorder, b) => {
      if (begins[b] === begins[b + 1]) return;
      const own = this.sorted.subarray(begins[b], begins[b + 1]);
      const until = this.faults[b]?.step ?? Infinity;
      recorder.window(own, first, until);
      for (const entry of own) {
        const step = first + Math.floor(entry / unit);
        if (step < until) this.irregularities[b].add(entry % unit, step);
      }
    });
  }

  /** A fault is one instance's own affair: it keeps its first, and the others go on. */
  private noteFaults(control: Uint32Array): void {
    let at = controlLayout(this.networks).faultsAt.populations;
    this.networks.forEach((network, b) => {
      this.faults[b] ??= populationFault(network, control, at);
      at += network.populations.length;
    });
  }
}
