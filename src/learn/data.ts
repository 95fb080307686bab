/** Labelled images, or anything else of bytes: what networks learn from. */
export interface LabelledSet {
  /** Bytes of one example's features: `[784]`, or `[channels, rows, columns]`. */
  readonly shape: readonly number[];
  /** count x features, row by row. */
  readonly pixels: Uint8Array;
  /** One an example, below `classes`. */
  readonly labels: Uint8Array;
  readonly classes: number;
}

/** A set to learn from and one to be judged by. */
export interface DataSet {
  readonly train: LabelledSet;
  readonly test: LabelledSet;
}

/** Four bytes to a word, the first in the lowest bits; the last word is filled up with zeros. */
export function packed(pixels: Uint8Array): Uint32Array {
  const bytes = new Uint8Array(4 * Math.ceil(pixels.length / 4));
  bytes.set(pixels);
  return new Uint32Array(bytes.buffer);
}
