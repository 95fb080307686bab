/** Typed arrays that grow by doubling; `view` is what was appended so far. */
export class Growing<T extends Uint32Array | Float32Array> {
  length = 0;
  constructor(private array: T) {}

  push(value: number): void {
    if (this.length === this.array.length) this.grow(1);
    this.array[this.length++] = value;
  }

  /** Returns where the values begin. */
  append(values: ArrayLike<number>): number {
    const at = this.length;
    this.grow(values.length);
    this.array.set(values, at);
    this.length += values.length;
    return at;
  }

  /** A view, valid until the next append or push. */
  get view(): T {
    return this.array.subarray(0, this.length) as T;
  }

  clear(): void {
    this.length = 0;
  }

  private grow(more: number): void {
    if (this.length + more <= this.array.length) return;
    const Type = this.array.constructor as new (length: number) => T;
    const grown = new Type(Math.max(this.length + more, 2 * this.array.length, 1024));
    grown.set(this.array);
    this.array = grown;
  }
}
