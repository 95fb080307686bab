import type { Images } from "../shared/datasets.ts";
import { Words } from "../shared/draw.ts";

/** Spikes of an image's input neurons, as `setInput` of the image takes them. */
export interface Drawn {
  /** ms, rising. */
  readonly times: Float64Array;
  readonly neurons: Uint32Array;
}

/** First stream of the images' spikes: `DRAWS + image`. */
const DRAWS = 0x100000;

/**
 * Images as probabilities of an input spike a millisecond: each pixel over the sum of its image, all over the largest of the images given. Published:
 * over the largest of each file, whose emptiest image (of 60,000, and of 10,000) then sets how much is seen of all others: of Fashion-MNIST
 * 15 spikes a millisecond while learning, 24 when asked. One scale for the images in use gives both as many: 27 of the first 6,000.
 * @returns `of(image)`: a number a pixel, 0 to 1; an image of zeros stays so
 */
export function probabilities({ count, rows, columns, pixels }: Images): (image: number) => Float64Array {
  const size = rows * columns;
  const sums = new Float64Array(count);
  let largest = 0;
  for (let k = 0; k < count; k++) {
    let most = 0;
    for (let i = k * size; i < (k + 1) * size; i++) {
      sums[k] += pixels[i]!;
      if (pixels[i]! > most) most = pixels[i]!;
    }
    if (sums[k]! > 0) largest = Math.max(largest, most / sums[k]!);
  }
  return (image) => {
    const by = sums[image]! * largest;
    return Float64Array.from(pixels.subarray(image * size, (image + 1) * size), (pixel) => (by > 0 ? pixel / by : 0));
  };
}

/**
 * Draws each millisecond whether each input spikes, as gaps between spikes: the same Bernoulli process, one random number a spike. Galvani's `poisson`
 * input may bring two spikes in a step and knows no probability of 1, so the spikes are given.
 * @param stream another gives others
 */
export function bernoulli(p: Float64Array, ms: number, seed: number, stream: number): Drawn {
  const words = new Words(seed, DRAWS + stream);
  const byStep: number[][] = Array.from({ length: ms }, () => []);
  p.forEach((share, i) => {
    if (share === 0) return;
    const scale = 1 / Math.log1p(-share);
    // A share of 1 has a scale of -0: a spike each step.
    for (let t = -1; ; ) {
      t += 1 + Math.floor(Math.log((words.word() + 0.5) / 2 ** 32) * scale);
      if (t >= ms) break;
      byStep[t]!.push(i);
    }
  });
  const neurons = Uint32Array.from(byStep.flat());
  const times = new Float64Array(neurons.length);
  let at = 0;
  byStep.forEach((list, t) => {
    // Drawn in the published step t, it changes the potential there and is tested in t + 1, where Galvani's step ends: at t + 2 ms.
    times.fill(t + 2, at, at + list.length);
    at += list.length;
  });
  return { times, neurons };
}
