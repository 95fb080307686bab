import { Dice } from "../../src/learn/dice.ts";
import { DeepLinear } from "../../src/local/deep-linear.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

/** `count` orthonormal columns of `size` numbers, column by column: random ones made so by Gram and Schmidt's method, twice. */
export function orthonormal(size: number, count: number, dice: Dice): Float64Array[] {
  const columns: Float64Array[] = [];
  while (columns.length < count) {
    const column = Float64Array.from(dice.normals(size, 1));
    for (let turn = 0; turn < 2; turn++) {
      for (const other of columns) {
        const along = column.reduce((sum, x, i) => sum + x * other[i]!, 0);
        for (let i = 0; i < size; i++) column[i]! -= along * other[i]!;
      }
    }
    const length = Math.sqrt(column.reduce((sum, x) => sum + x * x, 0));
    columns.push(column.map((x) => x / length));
  }
  return columns;
}

/** Sum of strengths times left right^T, rows by columns. */
function composed(strengths: readonly number[], left: readonly Float64Array[], right: readonly Float64Array[]): Float32Array {
  const [rows, columns] = [left[0]!.length, right[0]!.length];
  return Float32Array.from({ length: rows * columns }, (_, i) =>
    strengths.reduce((sum, s, m) => sum + s * left[m]![Math.floor(i / columns)]! * right[m]![i % columns]!, 0),
  );
}

/** A network to be followed. */
interface Learner {
  /** Layers of weights. */
  readonly layers: number;
  /** Strength of each mode at first, or the deviation of random weights. */
  readonly start: { readonly aligned: number } | { readonly random: number };
  readonly until: number;
  readonly points: number;
  readonly dt: number;
}

/** Strengths of the modes over time. */
export interface Learning {
  readonly times: readonly number[];
  /** One list a mode. */
  readonly strengths: readonly (readonly number[])[];
  /** Largest part of what the network does that is in no mode. */
  readonly outside: number;
}

/** Follows a network that learns the modes. */
export async function follow(learner: Learner, seed: number, bench: Bench): Promise<Learning> {
  const { layers, until, points, dt, start } = learner;
  const dice = new Dice(seed, streamOf(Stream.couplings, 0));
  const count = p.STRENGTHS.length;
  const widths = [p.INPUTS, ...Array<number>(layers - 1).fill(p.HIDDEN), p.OUTPUTS];
  // Input modes, hidden ones, output modes.
  const modes = widths.map((width) => orthonormal(width, count, dice));
  const weights = widths.slice(1).map((width, l) => {
    if ("random" in start) return dice.normals(width * widths[l]!, start.random);
    return composed(Array<number>(count).fill(start.aligned ** (1 / layers)), modes[l + 1]!, modes[l]!);
  });
  const [right, left] = [modes[0]!, modes[layers]!];
  const target = composed(p.STRENGTHS, left, right);
  const network = await DeepLinear.create({ widths, target, weights, tau: p.TAU, dt }, { adapter: bench.adapter });
  try {
    bench.ran(network);
    const times: number[] = [];
    const strengths: number[][] = p.STRENGTHS.map(() => []);
    let outside = 0;
    for (let k = 0; k <= points; k++) {
      const product = await network.product();
      const own = p.STRENGTHS.map((_, m) => strengthOf(product, left[m]!, right[m]!));
      const inside = composed(own, left, right);
      outside = product.reduce((most, value, i) => Math.max(most, Math.abs(value - inside[i]!)), outside);
      own.forEach((strength, m) => strengths[m]!.push(strength));
      times.push(network.time);
      if (k < points) await network.run(Math.round(until / dt / points), { signal: bench.signal });
    }
    return { times, strengths, outside };
  } finally {
    network.destroy();
  }
}

/** left^T product right. */
function strengthOf(product: Float32Array, left: Float64Array, right: Float64Array): number {
  return product.reduce((sum, value, i) => sum + value * left[Math.floor(i / right.length)]! * right[i % right.length]!, 0);
}

/** Largest deviation of strengths from what they should be. */
export function deviation({ times, strengths }: Learning, expected: (s: number) => readonly number[] | ((time: number) => number)): number {
  return Math.max(
    ...p.STRENGTHS.map((s, m) => {
      const curve = expected(s);
      return Math.max(...times.map((time, k) => Math.abs(strengths[m]![k]! - (typeof curve === "function" ? curve(time) : curve[k]!))));
    }),
  );
}
