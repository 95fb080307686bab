import { normalQ26 } from "../twins/lib/normal.ts";
import { keyOf, philox4x32, Stream, streamOf } from "../twins/lib/philox.ts";

/** Random words of one stream, in order: a function of the seed, the stream and how many were taken before. */
export class Dice {
  private readonly key: readonly [number, number];
  private readonly block = new Int32Array(4);
  private next = 0;

  /** @param step which draw of the stream: an epoch */
  constructor(
    seed: number,
    private readonly stream: number,
    private readonly step = 0,
  ) {
    this.key = keyOf(seed);
  }

  /** 32 random bits. */
  word(): number {
    const at = this.next & 3;
    if (at === 0) philox4x32(this.key[0], this.key[1], this.next >>> 2, 0, this.stream, this.step, this.block);
    this.next++;
    return this.block[at] >>> 0;
  }

  /** Uniform in [-bound, bound). */
  uniform(bound: number): number {
    return bound * (this.word() * 2 ** -31 - 1);
  }

  /** `length` of them. */
  uniforms(length: number, bound: number): Float32Array {
    return Float32Array.from({ length }, () => this.uniform(bound));
  }

  /** `length` normal deviates of mean 0. */
  normals(length: number, std: number): Float32Array {
    return Float32Array.from({ length }, () => std * 2 ** -26 * normalQ26(this.word() | 0));
  }
}

/** First values of layer `index`. */
export function layerDice(seed: number, index: number): Dice {
  return new Dice(seed, streamOf(Stream.layers, index));
}

/** The order in which the examples of an epoch come: Fisher and Yates. */
export function shuffled(count: number, seed: number, epoch: number): Uint32Array {
  const dice = new Dice(seed, streamOf(Stream.order, 0), epoch);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    // The high word of word x (i + 1): below 2^53, so exact.
    const j = Math.floor((dice.word() * (i + 1)) / 2 ** 32);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
