/** Words of a sequence's progress; see shaders/analysis/lempel_ziv.wgsl. */
export const PROGRESS_WORDS = 5;

export interface LempelZivShape {
  readonly sequences: number;
  /** Symbols of a sequence, 2 or more. */
  readonly length: number;
  /** Comparisons of a dispatch. */
  readonly most: number;
}

/** Twin of shaders/analysis/lempel_ziv.wgsl. */
export function lempel_ziv({ sequences, length, most }: LempelZivShape, symbols: Uint32Array, progress: Uint32Array): void {
  // The kernel takes the lowest byte of a word first; so does every machine that runs this.
  const bytes = new Uint8Array(symbols.buffer, symbols.byteOffset, symbols.byteLength);
  for (let sequence = 0; sequence < sequences; sequence++) {
    goOn(bytes.subarray(sequence * length, (sequence + 1) * length), most, progress.subarray(PROGRESS_WORDS * sequence));
  }
}

function goOn(symbols: Uint8Array, most: number, progress: Uint32Array): void {
  const { length } = symbols;
  let [complexity, known, place, equal, longest] = progress;
  if (known === 0) {
    complexity = 1;
    known = 1;
  }
  for (let n = 0; n < most && known < length; n++) {
    if (symbols[place + equal] === symbols[known + equal]) {
      equal++;
      if (known + equal === length) {
        complexity++;
        known = length;
      }
      continue;
    }
    if (equal > longest) longest = equal;
    equal = 0;
    place++;
    if (place === known) {
      complexity++;
      known += longest + 1;
      place = 0;
      longest = 0;
    }
  }
  progress.set([complexity, known, place, equal, longest]);
}
