/** A memory of its own for compiled loops over matrices: operands are copied in, results out. It grows to the largest use and stays. */
export class Scratch {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  floats = new Float32Array(this.memory.buffer);
  words = new Uint32Array(this.memory.buffer);

  /** Makes room for so many words of 32 bits; views taken before may be void afterwards. */
  reserve(words: number): void {
    const missing = 4 * words - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    this.memory.grow(Math.ceil(missing / 65536));
    this.floats = new Float32Array(this.memory.buffer);
    this.words = new Uint32Array(this.memory.buffer);
  }

  /** Copies the rows of a matrix to word `at`, each padded to `padded` columns (what the padding holds is nobody's business). */
  take(matrix: Float32Array, rows: number, columns: number, at: number, padded: number): void {
    const { floats } = this;
    if (columns === padded) floats.set(matrix.subarray(0, rows * columns), at);
    else for (let r = 0; r < rows; r++) floats.set(matrix.subarray(r * columns, (r + 1) * columns), at + r * padded);
  }

  /** The way back. */
  give(matrix: Float32Array, rows: number, columns: number, at: number, padded: number): void {
    const { floats } = this;
    if (columns === padded) matrix.set(floats.subarray(at, at + rows * columns));
    else for (let r = 0; r < rows; r++) matrix.set(floats.subarray(at + r * padded, at + r * padded + columns), r * columns);
  }
}
