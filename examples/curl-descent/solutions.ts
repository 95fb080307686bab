import { Dice } from "../../src/learn/dice.ts";
import { CurlDescent, type CurlNetwork, type CurlSizes } from "../../src/local/curl-descent.ts";
import { curlStability } from "../../src/local/curl-stability.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import { slopeOf } from "../shared/statistics.ts";
import * as p from "./parameters.ts";

/** A network at a solution, pushed off it. */
export interface Outcome {
  /** lambda_min(W2 D1 W2^T) + lambda_min(W1^T D2 W1) at the solution. */
  readonly criterion: number;
  /** Slope of the logarithm of the error over the last quarter of what was followed, by learning time (steps times rate). */
  readonly growth: number;
  /** Whether the error ends at its smallest. */
  readonly decays: boolean;
  readonly flips: number;
}

/** A solution and the same network beside it. */
interface Pushed {
  readonly solution: CurlNetwork;
  readonly pushed: CurlNetwork;
}

/** Signs of `count` neurons, so many of them flipped, anywhere. */
export function flipped(dice: Dice, count: number, flips: number): Float32Array {
  const signs = new Float32Array(count).fill(1);
  for (let left = flips; left > 0; ) {
    const at = dice.word() % count;
    if (signs[at]! > 0) left--;
    signs[at] = -1;
  }
  return signs;
}

/** W2 W1, row by row. */
export function productOf({ inputs, hidden, outputs }: CurlSizes, W2: ArrayLike<number>, W1: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: outputs * inputs }, (_, at) => {
    const [row, column] = [Math.floor(at / inputs), at % inputs];
    let sum = 0;
    for (let k = 0; k < hidden; k++) sum += W2[row * hidden + k]! * W1[k * inputs + column]!;
    return sum;
  });
}

function pushedOff(sizes: CurlSizes, seed: number, index: number): Pushed {
  const { inputs, hidden, outputs } = sizes;
  const dice = new Dice(seed, streamOf(Stream.couplings, index));
  const [low, high] = p.SCALES;
  const scale = () => (low + high + (high - low) * dice.uniform(1)) / 2;
  const [std1, std2] = [scale() / Math.sqrt(inputs), scale() / Math.sqrt(hidden)];
  const [W1, W2] = [dice.normals(hidden * inputs, std1), dice.normals(outputs * hidden, std2)];
  const flips = () => dice.word() % (p.FLIPS + 1);
  const signs = { signs1: flipped(dice, hidden, flips()), signs2: flipped(dice, hidden, flips()) };
  const teacher = productOf(sizes, W2, W1);
  const beside = (weights: Float32Array, std: number) => {
    const push = dice.normals(weights.length, p.PERTURBED * std);
    return weights.map((weight, k) => weight + push[k]!);
  };
  return { solution: { W1, W2, teacher, ...signs }, pushed: { W1: beside(W1, std1), W2: beside(W2, std2), teacher, ...signs } };
}

/** Every network is followed until its error has clearly grown or decayed, or the steps are over. @param onProgress share done */
export async function outcomes(
  count: number,
  steps: number,
  seed: number,
  bench: Bench,
  onProgress: (share: number) => void,
): Promise<Outcome[]> {
  const networks = Array.from({ length: count }, (_, k) => pushedOff(p.SIZES, seed, k));
  const spec = { ...p.SIZES, networks: networks.map(({ pushed }) => pushed), rate: p.RATE, limit: p.LIMIT };
  const learning = await CurlDescent.create(spec, { adapter: bench.adapter });
  try {
    bench.ran(learning);
    const followed: number[][] = Array.from(await learning.residuals(), (residual) => [residual]);
    const lowest = followed.map(([first]) => first!);
    const clear = (errors: readonly number[], k: number) =>
      errors.at(-1)! >= p.GROWN * lowest[k]! || errors.at(-1)! <= p.DECAYED * errors[0]!;
    for (let done = 0; done < steps && !followed.every(clear); done += p.EVERY) {
      await learning.run(p.EVERY, { signal: bench.signal });
      const residuals = await learning.residuals();
      followed.forEach((errors, k) => {
        if (clear(errors, k)) return;
        errors.push(residuals[k]!);
        lowest[k] = Math.min(lowest[k]!, residuals[k]!);
      });
      onProgress((done + p.EVERY) / steps);
    }
    return networks.map(({ solution }, k) => {
      const growth = growthOf(followed[k]!) / (p.EVERY * p.RATE);
      const flips = [...Array.from(solution.signs1), ...Array.from(solution.signs2)].filter((sign) => sign < 0).length;
      const decays = followed[k]!.at(-1)! <= p.ABOVE * lowest[k]!;
      return { criterion: curlStability(p.SIZES, solution), growth, decays, flips };
    });
  } finally {
    learning.destroy();
  }
}

/** Slope of the logarithms over the last quarter, an element. */
function growthOf(errors: readonly number[]): number {
  const later = errors.slice(Math.floor((3 * (errors.length - 2)) / 4)).map(Math.log);
  return slopeOf([...later.keys()], later);
}
