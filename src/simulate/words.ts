/** A growing list of words. */
export class Words {
  private words: Uint32Array<ArrayBuffer> = new Uint32Array(1024);
  length = 0;

  /** Appends words and returns where they begin. */
  add(values: ArrayLike<number>): number {
    const at = this.length;
    this.reserve(values.length);
    this.words.set(values, at);
    this.length += values.length;
    return at;
  }

  set(at: number, value: number): void {
    this.words[at] = value;
  }

  get(at: number): number {
    return this.words[at];
  }

  done(): Uint32Array<ArrayBuffer> {
    return this.words.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.words.length) return;
    const grown = new Uint32Array(Math.max(this.length + more, 2 * this.words.length));
    grown.set(this.words);
    this.words = grown;
  }
}

/** float32 bits of a number. */
export function floatBits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0];
}
