import type { PlasticityDescription } from "../../src/network/description.ts";
import type { Network } from "../../src/network/network.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { pairOf } from "./pairs.ts";

/** One synapse in float64, written from its definition. Times are steps at the synapse; rules that form pairs from spike steps get those. */
export interface Definition {
  w: number;
  /** A spike of the source; returns what is delivered. */
  pre(t: number): number;
  post?(t: number): void;
  /** The clock, after the events of step `t`. */
  clock?(t: number): void;
}

/** What a definition may look at beside its own events. */
export interface Scene {
  readonly w0: number;
  readonly dt: number;
  /** Steps at which source and target spike, by their own clocks. */
  readonly pre: readonly number[];
  readonly post: readonly number[];
}

export interface Case {
  readonly plasticity: PlasticityDescription;
  readonly define: (scene: Scene) => Definition;
  /** Pairs are formed at the synapse (true) or from spike steps. */
  readonly delayed: boolean;
  readonly first: "pre" | "post";
  /** Starting weights are drawn from here. */
  readonly weights: readonly [number, number];
  /** What 1e-5 is relative to. */
  readonly scale: number;
  /** Adds modulators before the projection. */
  readonly prepare?: (net: Network) => void;
  /** The weight itself never moves. */
  readonly still?: boolean;
  /** Share of steps with a spike; default 0.02. */
  readonly density?: number;
}

export interface Timing {
  /** Steps; a synapse each, taken in turn. */
  readonly delays: readonly number[];
  readonly axonal: number;
  readonly pairs: number;
  readonly steps: number;
}

export const DT = 0.1;

/** Numbers of 0 to 1 (mulberry32): the tests' own, so that nothing hangs on the engine's. */
export function drawer(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A train of each side, the second with spikes that meet those of the first `shift` steps later, and some in the same steps. */
export function trains(draw: () => number, steps: number, density: number, shift: number): [number[], number[]] {
  const a = new Set<number>();
  const b = new Set<number>();
  for (let k = 0; k < steps; k++) {
    if (draw() < density) a.add(k);
    if (draw() < 0.7 * density) b.add(k);
  }
  for (const k of a) {
    if (draw() < 0.2 && k >= shift) b.add(k - shift);
    if (draw() < 0.1) b.add(k);
  }
  const rising = (set: Set<number>) => [...set].sort((x, y) => x - y);
  return [rising(a), rising(b)];
}

/** Lets a definition live through its events in order. Returns the weight after step `end` - 1 and what each spike of the source delivered. */
export function play(test: Case, scene: Scene, delay: number, axonal: number, end: number): { weight: number; delivered: number[] } {
  const { delayed, first, plasticity } = test;
  const [toPre, toPost] = delayed ? [axonal, delay - axonal] : [0, 0];
  const every = Math.round((plasticity.every ?? 0) / DT);
  const synapse = test.define(scene);
  const [pre, post] = [new Set(scene.pre.map((k) => k + toPre)), new Set(scene.post.map((k) => k + toPost))];
  const delivered: number[] = [];
  for (let t = toPre; t < end + toPre; t++) {
    const path = () => pre.has(t) && delivered.push(synapse.pre(t));
    if (first === "pre") path();
    if (post.has(t)) synapse.post?.(t);
    if (first === "post") path();
    // The clock is the source's.
    if (every > 0 && (t - toPre + 1) % every === 0) synapse.clock?.(t);
  }
  return { weight: synapse.w, delivered };
}

/** How far the engine is from the definition, of `scale`: of final weights, and of what arrived at the targets. */
export interface Distance {
  readonly weights: number;
  readonly deliveries: number;
  /** Largest change of a weight, and pairs whose spikes met at the synapse. */
  readonly moved: number;
  readonly met: number;
}

export async function compare(test: Case, timing: Timing, options: SimulationOptions, seed = 1): Promise<Distance> {
  const draw = drawer(seed);
  const { delays, axonal, pairs, steps } = timing;
  const [low, high] = test.weights;
  const scenes = Array.from({ length: pairs }, (_, i) => {
    const delay = delays[i % delays.length]!;
    const shift = test.delayed ? delay - 2 * axonal : 0;
    const [pre, post] = trains(draw, steps, test.density ?? 0.02, shift);
    return { w0: Math.fround(low + draw() * (high - low)), dt: DT, pre, post, delay, shift };
  });
  const stamps = (train: readonly number[]) => train.map((k) => (k + 1) * DT);
  const net = pairOf({
    pre: scenes.map(({ pre }) => stamps(pre)),
    post: scenes.map(({ post }) => stamps(post)),
    weight: scenes.map(({ w0 }) => w0),
    delay: scenes.map(({ delay }) => delay * DT),
    plasticity: { ...test.plasticity, ...(axonal > 0 && { axonal_delay: axonal * DT }) },
    prepare: (to) => {
      test.prepare?.(to);
      to.record({ state: "b", variable: "brought", every: 1 });
    },
  });
  const simulation = await Simulation.create(net.resolve(), options);
  await simulation.run(steps * DT);
  const { weight } = await simulation.weights("ab");
  const { values } = simulation.traces()[0]!;
  simulation.destroy();
  let [weights, deliveries, moved, met] = [0, 0, 0, 0];
  scenes.forEach((scene, i) => {
    const wanted = play(test, scene, scene.delay, axonal, steps);
    weights = worse(weights, weight[i]! - wanted.weight);
    moved = Math.max(moved, Math.abs(weight[i]! - scene.w0));
    met += scene.pre.filter((k) => scene.post.includes(k - scene.shift)).length;
    scene.pre.forEach((k, n) => {
      const at = k + scene.delay;
      if (at < steps) deliveries = worse(deliveries, values[at * pairs + i]! - wanted.delivered[n]!);
    });
  });
  return { weights: weights / test.scale, deliveries: deliveries / test.scale, moved: moved / test.scale, met };
}

/** The larger size; NaN stays. */
function worse(most: number, difference: number): number {
  return Math.abs(difference) <= most ? most : Math.abs(difference);
}
