import { Dice } from "../../src/learn/dice.ts";
import { Ska } from "../../src/local/ska.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

/** A layer's entropy over rate times step, all that it gained so far, in bits an image. */
export interface Curve {
  readonly rate: number;
  /** Of each layer; at 0, rate, 2 rate ... */
  readonly layers: readonly (readonly number[])[];
}

/** Layers that accumulate knowledge at a rate, until rate times steps is `span`. */
interface Learner {
  readonly inputs: Float32Array;
  readonly units: readonly number[];
  readonly rate: number;
  readonly span: number;
}

/** Images for who has none: each some soft spots on black, of 0 to 1. */
export function spots(images: number, seed: number): Float32Array {
  const all = new Float32Array(images * p.SIDE ** 2);
  const dice = new Dice(seed, streamOf(Stream.patterns, 1));
  for (let n = 0; n < images; n++) {
    const at = Array.from({ length: 5 }, () => [14 + dice.uniform(9), 14 + dice.uniform(9), 2 + dice.uniform(0.8)] as const);
    for (let y = 0; y < p.SIDE; y++) {
      for (let x = 0; x < p.SIDE; x++) {
        const light = at.reduce((sum, [cx, cy, size]) => sum + Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * size ** 2)), 0);
        all[n * p.SIDE ** 2 + y * p.SIDE + x] = Math.min(1, light);
      }
    }
  }
  return all;
}

export async function curveOf({ inputs, units, rate, span }: Learner, seed: number, bench: Bench): Promise<Curve> {
  // Nothing has shifted in the first step: it is the start of the curve.
  const steps = Math.round(span / rate) + 1;
  const layers = await Ska.create({ widths: [p.SIDE ** 2, ...units], inputs, rate, steps, seed }, { adapter: bench.adapter });
  try {
    bench.ran(layers);
    await layers.run(steps);
    const gained = await layers.entropies();
    const summed = gained.map((entropies) => {
      let sum = 0;
      return Array.from(entropies, (value) => (sum += value));
    });
    return { rate, layers: summed };
  } finally {
    layers.destroy();
  }
}

/** Largest distance between curves of a layer, at all points that the coarsest of them has, over the largest entropy of any. */
export function deviation(curves: readonly Curve[], layer: number): number {
  const coarsest = Math.max(...curves.map(({ rate }) => rate));
  const points = curves.find(({ rate }) => rate === coarsest)!.layers[layer]!.length;
  let [apart, largest] = [0, 0];
  for (let k = 0; k < points; k++) {
    const values = curves.map(({ rate, layers }) => layers[layer]![Math.round((k * coarsest) / rate)]!);
    apart = Math.max(apart, Math.max(...values) - Math.min(...values));
    largest = Math.max(largest, ...values.map(Math.abs));
  }
  return apart / largest;
}
