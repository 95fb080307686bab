import type { Checkpoint } from "../../src/simulate/checkpoint.ts";
import type { Spikes } from "../../src/simulate/recorder.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import type { Bench } from "../example.ts";
import { IMAGE, liquidNetwork, type Phase, PROJECTIONS } from "./network.ts";
import type { Drawn } from "./spikes.ts";
import type { Topology } from "./topology.ts";

/** Weights of all synapses, projection by projection in the order of `PROJECTIONS`. */
export type LiquidWeights = readonly Float32Array[];

/** What makes a liquid, whatever it is used for. */
export interface LiquidOptions {
  readonly topology: Topology;
  readonly seed: number;
  readonly astrocyteWeight: number;
}

/** A liquid that is shown one image after the other, each time from a quiet state: V, currents, traces, the astrocyte as at the beginning. */
export class Liquid {
  private constructor(
    readonly simulation: Simulation,
    private readonly quiet: Checkpoint,
    private readonly bench: Bench,
  ) {}

  /** @param weights what each image starts from; without them 1 for excitatory neurons, -1 for inhibitory ones, inputs at random one or the other */
  static async create(
    phase: Phase,
    { topology, seed, astrocyteWeight }: LiquidOptions,
    bench: Bench,
    weights?: LiquidWeights,
  ): Promise<Liquid> {
    // Two barriers a dispatch and a window a millisecond: more threads than one would wait more than they work.
    const { adapter, signal, threads = 1 } = bench;
    const network = liquidNetwork(topology, seed, phase, astrocyteWeight).resolve();
    const simulation = await Simulation.create(network, { ...(adapter !== undefined && { adapter }), threads, signal });
    if (weights) await put(simulation, weights);
    return new Liquid(simulation, await simulation.save(), bench);
  }

  /**
   * Shows an image. What has changed since stays until the next one.
   * @param weights what to start from this time instead of what the liquid was created with
   */
  async show(image: Drawn, ms: number, weights?: LiquidWeights): Promise<Spikes> {
    const { simulation, bench } = this;
    await this.prepare(image, weights);
    await simulation.run(ms, { signal: bench.signal });
    return simulation.spikes();
  }

  /** As `show`, but without running. */
  async prepare({ times, neurons }: Drawn, weights?: LiquidWeights): Promise<void> {
    await this.simulation.load(this.quiet);
    if (weights) await put(this.simulation, weights);
    await this.simulation.setInput(IMAGE, { times, neurons });
  }

  async weights(): Promise<LiquidWeights> {
    const all: Float32Array[] = [];
    for (const name of PROJECTIONS) all.push((await this.simulation.weights(name)).weight);
    return all;
  }
}

async function put(simulation: Simulation, weights: LiquidWeights): Promise<void> {
  for (const [k, name] of PROJECTIONS.entries()) await simulation.setWeights(name, weights[k]!);
}

/** Sums over what a liquid did while it was shown images for `ms` each. */
export class Activity {
  images = 0;
  spikes = 0;
  /** Of the liquid in each ms, over all images. */
  readonly perMs: Float64Array;
  private ratios = 0;
  private ratioCount = 0;

  constructor(
    private readonly neurons: number,
    private readonly ms: number,
  ) {
    this.perMs = new Float64Array(ms);
  }

  /** @returns spikes of each neuron of the liquid */
  add({ step, neuron }: Spikes): Uint16Array {
    const counts = new Uint16Array(this.neurons);
    const perMs = new Uint32Array(this.ms);
    for (let s = 0; s < step.length; s++) {
      counts[neuron[s]!]!++;
      perMs[step[s]!]!++;
    }
    for (let t = 0; t < perMs.length; t++) {
      this.perMs[t]! += perMs[t]!;
      if (t + 1 === perMs.length || perMs[t] === 0) continue;
      this.ratios += perMs[t + 1]! / perMs[t]!;
      this.ratioCount++;
    }
    this.images++;
    this.spikes += step.length;
    return counts;
  }

  /** Hz */
  get rate(): number {
    return (1000 * this.spikes) / (this.images * this.neurons * this.ms);
  }

  /**
   * Mean of n(t + 1) / n(t), n the spikes of the liquid in a millisecond, over all t with spikes. Chance alone lifts it above 1: counts that know
   * nothing of each other have a mean ratio of about 1 + 1/n.
   */
  get ratio(): number {
    return this.ratios / this.ratioCount;
  }
}
