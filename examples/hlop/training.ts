import { breathe } from "../../src/plan/breathe.ts";
import type { Images } from "../shared/datasets.ts";
import { shuffled, Words } from "../shared/draw.ts";
import { LateralNeurons } from "./lateral.ts";
import { SpikingNetwork } from "./network.ts";
import { BATCH, HIDDEN, LATERAL, LATERAL_RATES, LEARNING_RATE, RATE_AT_END } from "./parameters.ts";
import { Stream, show, type Tasks } from "./tasks.ts";

/** Batches between two moments at which the world is let in. */
const BREATH = 25;

/** Accuracy of each task at one moment of training. */
interface Moment {
  /** Images learned from so far, of all tasks. */
  readonly images: number;
  /** Percent, of each task begun. */
  readonly accuracy: readonly number[];
}

/** How a run is made, and who listens. */
export interface RunOptions {
  readonly seed: number;
  /** Images of each task to learn from, of the training images. */
  readonly images: number;
  /** Test images for the accuracy after each task, and for the curve during training. */
  readonly tested: number;
  readonly glanced: number;
  /** Points of the curve a task. */
  readonly points: number;
  readonly signal: AbortSignal;
  /** Share of the run done. */
  onProgress(share: number, task: number): void;
}

/** One network that learns task after task, with lateral neurons or without. */
export class ContinualRun {
  readonly network: SpikingNetwork;
  /** Of each layer; none in a run without. */
  readonly lateral: readonly LateralNeurons[];
  /** `accuracy[after][of]` in percent: of a task, when the one `after` has been learned; those to come are at chance and left out. */
  readonly accuracy: number[][] = [];
  readonly curve: Moment[] = [];
  private readonly projected: readonly Float32Array[];
  private readonly labels = new Uint8Array(BATCH);

  /** The same seed gives runs with and without lateral neurons the same weights to begin with, and the same images in the same order. */
  constructor(
    private readonly tasks: Tasks,
    private readonly options: RunOptions,
    withLateral: boolean,
  ) {
    this.network = new SpikingNetwork(tasks.pixels, HIDDEN, BATCH, new Words(options.seed, Stream.weights));
    const widths = this.network.sizes.slice(0, -1);
    const words = new Words(options.seed, Stream.lateral);
    this.projected = widths.map((width) => new Float32Array(BATCH * width));
    const room = (l: number) => LATERAL.first[l]! + (tasks.permutations.length - 1) * LATERAL.later[l]!;
    this.lateral = withLateral ? widths.map((width, l) => new LateralNeurons(width, room(l), BATCH, words)) : [];
  }

  /**
   * Learns all tasks.
   * @param learned called after each task, before the next one adds its lateral neurons
   * @throws the signal's reason
   */
  async run(learned: (task: number) => Promise<void> = async () => {}): Promise<void> {
    const { permutations } = this.tasks;
    for (let task = 0; task < permutations.length; task++) {
      this.lateral.forEach((lateral, l) => {
        lateral.add((task === 0 ? LATERAL.first : LATERAL.later)[l]!);
      });
      await this.learn(task);
      this.accuracy.push(this.testTo(task, this.options.tested));
      await learned(task);
    }
  }

  /** One epoch of one task. */
  private async learn(task: number): Promise<void> {
    const { tasks, options } = this;
    const { images, points, signal } = options;
    const order = shuffled(tasks.train.count, new Words(options.seed, Stream.order + task)).subarray(0, images);
    let glances = 1;
    for (let at = 0; at < images; at += BATCH) {
      if (at % (BREATH * BATCH) === 0) {
        options.onProgress((task + at / images) / tasks.permutations.length, task);
        await breathe();
        signal.throwIfAborted();
      }
      // In step with the batches, so that the curves of two runs have their points at the same images.
      if (at * points >= glances * images) {
        glances++;
        this.glance(task, at);
      }
      this.batch(task, order.subarray(at, Math.min(images, at + BATCH)), at / images);
    }
    this.glance(task, images);
  }

  private batch(task: number, chosen: Uint32Array, done: number): void {
    const { network, lateral, tasks, labels } = this;
    const count = chosen.length;
    const rate = LEARNING_RATE * fallen(done);
    show(tasks.train, chosen, tasks.permutations[task]!, network.inputs[0]!);
    for (let k = 0; k < count; k++) labels[k] = tasks.train.labels[chosen[k]!]!;
    network.forward(count);
    network.backward(count, labels);
    network.inputs.forEach((inputs, l) => {
      const neurons = lateral[l];
      // Without frozen rows nothing is taken out.
      const taken = neurons !== undefined && neurons.frozen > 0;
      if (taken) neurons.project(count, inputs, this.projected[l]!);
      const presynaptic = taken ? this.projected[l]! : inputs;
      network.descend(l, count, presynaptic, rate);
      neurons?.learn(count, inputs, presynaptic, LATERAL_RATES[l]! * fallen(done));
    });
  }

  /** Percent of the first `most` test images that the network puts into their class. */
  test(permutation: Uint32Array, most: number): number {
    const { test } = this.tasks;
    const classes = new Uint8Array(BATCH);
    const n = Math.min(most, test.count);
    let right = 0;
    this.present(test, n, permutation, (chosen) => {
      this.network.predict(chosen.length, classes);
      for (let k = 0; k < chosen.length; k++) if (classes[k] === test.labels[chosen[k]!]) right++;
    });
    return (100 * right) / n;
  }

  /** Shows the first `n` images to the network without learning; `seen` is called after each batch. */
  present(images: Images, n: number, permutation: Uint32Array, seen: (chosen: Uint32Array) => void): void {
    for (let at = 0; at < n; at += BATCH) {
      const chosen = Uint32Array.from({ length: Math.min(BATCH, n - at) }, (_, k) => at + k);
      show(images, chosen, permutation, this.network.inputs[0]!);
      this.network.forward(chosen.length);
      seen(chosen);
    }
  }

  private testTo(task: number, most: number): number[] {
    return this.tasks.permutations.slice(0, task + 1).map((permutation) => this.test(permutation, most));
  }

  private glance(task: number, learned: number): void {
    this.curve.push({ images: task * this.options.images + learned, accuracy: this.testTo(task, this.options.glanced) });
  }
}

/** What is left of a rate when a share of a task is over. */
const fallen = (done: number) => 1 - done + done * RATE_AT_END;

/** Mean of a run's last accuracies, and what earlier tasks lost on average since they were learned, percent and points. */
export function summary(accuracy: readonly (readonly number[])[]): { mean: number; backward: number } {
  const last = accuracy.at(-1)!;
  const before = last.slice(0, -1);
  const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
  const backward = before.reduce((sum, value, task) => sum + value - accuracy[task]![task]!, 0) / before.length;
  return { mean, backward };
}
