import { philox4x32 } from "../twins/lib/philox.ts";

/** Random numbers for inputs of checks: the same for the same seed and name. */
export class Dice {
  private readonly words = new Int32Array(4);
  private at = 0;
  private readonly salt: number;

  constructor(
    private readonly seed: number,
    name: string,
  ) {
    this.salt = [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
  }

  /** 32 random bits. */
  word(): number {
    philox4x32(this.seed | 0, Math.floor(this.seed / 2 ** 32), this.at++, 0, this.salt, 0x7e57, this.words);
    return this.words[0] >>> 0;
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * (this.word() / 2 ** 32);
  }

  /** A whole number of `low` to `high`. */
  whole(low: number, high: number): number {
    return low + (this.word() % (high - low + 1));
  }

  words32(n: number): Uint32Array {
    return Uint32Array.from({ length: n }, () => this.word());
  }

  list(n: number, low: number, high: number): number[] {
    return Array.from({ length: n }, () => this.uniform(low, high));
  }

  /** A size that no workgroup divides. */
  size(low: number, high: number): number {
    const n = this.whole(low, high);
    return n % 32 === 0 ? n + 1 : n;
  }
}
