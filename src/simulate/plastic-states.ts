import { InputError } from "../errors.ts";
import { unknownName } from "../network/names.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Executor } from "../plan/executor.ts";
import { SERIES } from "../twins/plasticity/modulate.ts";
import type { PlasticState } from "./checkpoint.ts";
import type { Compiled } from "./compile.ts";
import { firstSeries } from "./modulators.ts";
import type { PlasticShape } from "./plastic-rows.ts";
import { checkWeights, pageNames, pagesOf, plasticIndex, SynapseOrder, type WeightSnapshots, type Weights } from "./weights.ts";

/** What is kept of the weights of one projection. */
interface Kept {
  readonly projection: number;
  readonly everySteps: number;
  readonly steps: number[];
  readonly weights: Float32Array[];
}

/** The plastic projections and the modulators of networks side by side, mostly one, between their runs. `b` says which. */
export class PlasticStates {
  private readonly network: ResolvedNetwork;
  private readonly orders = new Map<string, SynapseOrder>();
  /** Step at which all synapses were last brought up to date for somebody to read. */
  private settled = 0;
  private settling = Promise.resolve();
  private readonly kept: readonly Kept[];

  constructor(
    private readonly networks: readonly ResolvedNetwork[],
    private readonly compiled: Compiled,
    private readonly executor: Executor,
  ) {
    [this.network] = networks;
    this.kept = this.network.records.flatMap((record) =>
      record.kind === "weights" ? [{ projection: record.projection, everySteps: record.everySteps, steps: [], weights: [] }] : [],
    );
  }

  /** Synapses and weights of a projection at step `at`. */
  async weights(name: string, at: number, b = 0): Promise<Weights> {
    const k = this.index("weights", name);
    await this.settle(at);
    const pages = await this.pages(k);
    const order = this.order(k, b, pages);
    return { source: order.source.slice(), target: order.target.slice(), delay: order.delay.slice(), weight: order.read(pages) };
  }

  async setWeights(name: string, weight: ArrayLike<number>, at: number, b = 0): Promise<void> {
    const k = this.index("setWeights", name);
    checkWeights(`setWeights("${name}")`, weight, this.shape(k, b));
    await this.settle(at);
    await this.write(k, b, weight, 1);
  }

  /** The next step after `at` at which weights are to be kept. */
  nextKept(at: number): number {
    return this.kept.reduce((next, { everySteps }) => Math.min(next, at - (at % everySteps) + everySteps), Infinity);
  }

  /** Keeps the weights that are to be kept at step `at`, once. */
  async keep(at: number): Promise<void> {
    for (const { projection, everySteps, steps, weights } of this.kept) {
      if (at % everySteps !== 0 || steps[steps.length - 1] === at) continue;
      steps.push(at);
      weights.push((await this.weights(this.network.projections[projection].name, at)).weight);
    }
  }

  snapshots(name: string): WeightSnapshots {
    const k = this.index("weightSnapshots", name);
    const found = this.kept.find(({ projection }) => projection === this.compiled.plastic[k].projection);
    if (!found) throw new InputError("weightSnapshots", name, 'nothing is kept of it; record({ weights: "...", every: ms }) before');
    return { times: Float64Array.from(found.steps, (step) => step * this.network.dt), weights: [...found.weights] };
  }

  /** Empties what is kept. */
  forget(): void {
    for (const { steps, weights } of this.kept) steps.length = weights.length = 0;
  }

  /** Back to the synapses, spikes and modulators of the beginning. */
  async reset(): Promise<void> {
    const { plan, plastic } = this.compiled;
    if (plastic.length === 0 && this.network.modulators.length === 0) return;
    for (const [k, { pages }] of (await this.compiled.redraw()).entries())
      for (const [n, name] of this.names(k).entries()) await this.executor.replace(name, pages[n]);
    for (const k of plastic.keys()) {
      const name = `plastic${k}_histories`;
      await this.executor.replace(name, new Uint32Array(plan.buffers[name].length));
    }
    if ("modulators" in plan.buffers) await this.executor.replace("modulators", firstSeries(this.networks));
    this.settled = 0;
  }

  async save(): Promise<PlasticState> {
    const state: Record<string, Float32Array | Uint32Array> = {};
    for (const [k, { words }] of this.compiled.plastic.entries()) {
      const pages = await this.pages(k);
      state[`synapses${k}`] = this.order(k, 0, pages).read(pages, words - 1);
      state[`histories${k}`] = await this.executor.read(`plastic${k}_histories`, "u32");
    }
    if ("modulators" in this.compiled.plan.buffers) state.modulators = await this.executor.read("modulators", "f32");
    return state;
  }

  /** @throws InputError where arrays are missing or of other lengths */
  async load(state: PlasticState): Promise<void> {
    const { plan, plastic } = this.compiled;
    const wanted: [name: string, length: number][] = plastic.flatMap(({ count, words }, k): [string, number][] => [
      [`synapses${k}`, (words - 1) * count],
      [`histories${k}`, plan.buffers[`plastic${k}_histories`].length],
    ]);
    if ("modulators" in plan.buffers) wanted.push(["modulators", plan.buffers.modulators.length]);
    for (const [name, length] of wanted)
      if (state[name]?.length !== length)
        throw new InputError(
          `checkpoint.plastic.${name}`,
          state[name]?.length,
          `must have ${length} values; it was saved by another version or with another window length`,
        );
    for (const [k, { words }] of plastic.entries()) {
      await this.write(k, 0, state[`synapses${k}`], words - 1);
      await this.executor.replace(`plastic${k}_histories`, state[`histories${k}`]);
    }
    if (state.modulators && "modulators" in plan.buffers) await this.executor.replace("modulators", state.modulators);
    this.settled = 0;
  }

  async setModulator(name: string, value: number, at: number, b = 0): Promise<void> {
    const m = this.modulator("setModulator", name);
    if (!Number.isFinite(value)) throw new InputError(`setModulator("${name}")`, value, "must be a finite number");
    const series = await this.executor.read("modulators", "f32");
    series[(b * this.network.modulators.length + m) * SERIES + (at % SERIES)] = value;
    await this.executor.replace("modulators", series);
  }

  async modulators(at: number, b = 0): Promise<Record<string, number>> {
    const { modulators } = this.network;
    if (modulators.length === 0) return {};
    const series = await this.executor.read("modulators", "f32");
    return Object.fromEntries(modulators.map(({ name }, m) => [name, series[(b * modulators.length + m) * SERIES + (at % SERIES)]]));
  }

  private modulator(place: string, name: string): number {
    const { modulators } = this.network;
    const m = modulators.findIndex((modulator) => modulator.name === name);
    if (m >= 0) return m;
    const names = modulators.map((modulator) => modulator.name);
    throw unknownName(place, name, "modulator", names);
  }

  /** Lets every synapse make up for what reached it before step `at`: a window of no steps that asks for it. */
  private settle(at: number): Promise<void> {
    // Those who ask while it is under way wait for it.
    if (this.settled !== at) this.settling = this.settleNow(at);
    return this.settling;
  }

  private async settleNow(at: number): Promise<void> {
    this.settled = at;
    if (at === 0) return;
    this.executor.setEnd(at, true);
    await this.executor.submit(1);
  }

  /** Puts so many numbers of each synapse, in the order of `weights`, into the pages. */
  private async write(k: number, b: number, values: ArrayLike<number>, numbers: number): Promise<void> {
    const pages = await this.pages(k);
    this.order(k, b, pages).write(pages, values, numbers);
    for (const [n, name] of this.names(k).entries()) await this.executor.replace(name, pages[n]);
  }

  private index(place: string, name: string): number {
    return plasticIndex(place, name, this.network, this.compiled.plastic);
  }

  private names(k: number): string[] {
    return pageNames(k, this.compiled.plan.buffers);
  }

  private pages(k: number): Promise<Uint32Array[]> {
    return pagesOf(this.executor, this.names(k));
  }

  private order(k: number, b: number, pages: readonly Uint32Array[]): SynapseOrder {
    const key = `${k} ${b}`;
    const known = this.orders.get(key) ?? new SynapseOrder(this.shape(k, b), pages);
    this.orders.set(key, known);
    return known;
  }

  /** The rows of one network: its own places in the pages of all. */
  private shape(k: number, b: number): PlasticShape {
    const all = this.compiled.plastic[k];
    if (this.networks.length === 1) return all;
    const length = all.extents.length / this.networks.length;
    const extents = all.extents.subarray(b * length, (b + 1) * length);
    let count = 0;
    for (let e = 0; e < length; e += 2) count += extents[e + 1] - extents[e];
    return { ...all, extents, count };
  }
}
