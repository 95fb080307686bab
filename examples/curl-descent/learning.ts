import { Dice } from "../../src/learn/dice.ts";
import { CurlDescent, type CurlNetwork, type CurlSizes } from "../../src/local/curl-descent.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";
import { flipped } from "./solutions.ts";

/** How networks of one share of flipped neurons learnt. */
export interface Curve {
  readonly share: number;
  /** Steps at each sample. */
  readonly steps: readonly number[];
  /** Mean square of the error over that of the teacher; the geometric mean over the networks. */
  readonly residuals: readonly number[];
  /** The last of each network. */
  readonly last: readonly number[];
}

/** Students with random weights, of the same weights and teachers for every share. */
export async function curves(
  sizes: CurlSizes,
  steps: number,
  seed: number,
  { adapter, signal }: Bench,
  onProgress: (share: number) => void,
): Promise<Curve[]> {
  const networks = p.SHARES.flatMap((share) => Array.from({ length: p.SEEDS }, (_, k) => random(sizes, share, seed, k)));
  const spec = { ...sizes, networks, rate: p.RATE, limit: p.LIMIT };
  const learning = await CurlDescent.create(spec, { adapter });
  try {
    const squares = networks.map(({ teacher }) => Array.from(teacher).reduce((sum, value) => sum + value * value, 0));
    const every = Math.round(steps / p.SAMPLES);
    const samples: number[][] = [];
    const sample = async () => samples.push(Array.from(await learning.residuals(), (residual, k) => residual ** 2 / squares[k]!));
    await sample();
    for (let k = 0; k < p.SAMPLES; k++) {
      await learning.run(every, { signal });
      await sample();
      onProgress((k + 1) / p.SAMPLES);
    }
    return p.SHARES.map((share, s) => {
      const own = samples.map((row) => row.slice(s * p.SEEDS, (s + 1) * p.SEEDS));
      const mean = (row: readonly number[]) => Math.exp(row.reduce((sum, value) => sum + Math.log(value), 0) / row.length);
      return { share, steps: own.map((_, k) => k * every), residuals: own.map(mean), last: own.at(-1)! };
    });
  } finally {
    learning.destroy();
  }
}

function random({ inputs, hidden, outputs }: CurlSizes, share: number, seed: number, index: number): CurlNetwork {
  const dice = new Dice(seed, streamOf(Stream.couplings, 2 ** 16 + index));
  // Each keeps the size of what goes through it.
  const matrix = (rows: number, columns: number) => dice.normals(rows * columns, 1 / Math.sqrt(columns));
  const [W1, W2, teacher] = [matrix(hidden, inputs), matrix(outputs, hidden), matrix(outputs, inputs)];
  const signs1 = flipped(dice, hidden, Math.round(share * hidden));
  return { W1, W2, teacher, signs1, signs2: new Float32Array(hidden).fill(1) };
}
