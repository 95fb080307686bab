/** Patterns, examples and cues, and how they are packed. Random numbers: docs/random.md, kind `patterns`. */
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { randomWords } from "../twins/lib/random-words.ts";
import { draw_subsets } from "../twins/memory/draw_subsets.ts";

/** Which set of the stream `patterns`. */
const PatternSet = { patterns: 0, examples: 1, flips: 2, unknown: 3 } as const;

/** Rows of random words: word `entry & 3` of (entry >> 2, row, stream, step). */
function eachWord(
  seed: number,
  index: number,
  rows: number,
  entries: number,
  step: number,
  use: (word: number, row: number, entry: number) => void,
) {
  const [key0, key1] = keyOf(seed);
  const drawn = randomWords(Math.ceil(entries / 4));
  const stream = streamOf(Stream.patterns, index);
  for (let row = 0; row < rows; row++) {
    drawn.items(key0, key1, 0, row, stream, step, Math.ceil(entries / 4));
    for (let entry = 0; entry < entries; entry++) use(drawn.words[entry] >>> 0, row, entry);
  }
}

/** Count x units entries: 0 with probability `dilution`, else +1 or -1. */
export function randomPatterns(seed: number, count: number, units: number, dilution: number): Int8Array {
  const values = new Int8Array(count * units);
  const none = Math.round(dilution * 2 ** 32);
  const middle = none + (2 ** 32 - none) / 2;
  eachWord(seed, PatternSet.patterns, count, units, 0, (word, row, entry) => {
    values[row * units + entry] = word < none ? 0 : word < middle ? 1 : -1;
  });
  return values;
}

/** Examples of each pattern one after another: each entry is turned round with probability (1 - quality) / 2. */
export function noisyExamples(seed: number, patterns: Int8Array, units: number, examples: number, quality: number): Int8Array {
  const count = (patterns.length / units) * examples;
  const values = new Int8Array(count * units);
  const turned = Math.round(((1 - quality) / 2) * 2 ** 32);
  eachWord(seed, PatternSet.examples, count, units, 0, (word, row, entry) => {
    const entryOfPattern = patterns[Math.floor(row / examples) * units + entry];
    values[row * units + entry] = word < turned ? -entryOfPattern : entryOfPattern;
  });
  return values;
}

/** A copy of a pattern with so many of its entries turned round, a random set of them. @param step another number, another set */
export function flipped(seed: number, pattern: Int8Array, which: number, count: number, step: number): Int8Array {
  const units = pattern.length;
  const turned = new Uint32Array(Math.ceil(units / 32));
  const [key0, key1] = keyOf(seed);
  const stream = streamOf(Stream.patterns, PatternSet.flips);
  if (count > 0)
    draw_subsets({ count: 1, cells: units, chosen: count, words: turned.length, key0, key1, stream, step }, Uint32Array.of(which), turned);
  return pattern.map((value, i) => ((turned[i >> 5] >>> (i & 31)) & 1 ? -value : value));
}

/** Replicas x words of a state: +1 is a bit that is 1; entries that are 0 are drawn. */
export function packStates(seed: number, rows: readonly ArrayLike<number>[], units: number, step: number): Uint32Array {
  const words = Math.ceil(units / 32);
  const bits = new Uint32Array(rows.length * words);
  eachWord(seed, PatternSet.unknown, rows.length, units, step, (word, row, entry) => {
    const value = rows[row][entry];
    if (value === 1 || (value === 0 && word >>> 31 === 1)) bits[row * words + (entry >> 5)] |= 1 << (entry & 31);
  });
  return bits;
}

/** The way back: replicas x units of +-1. */
export function unpackStates(bits: Uint32Array, replicas: number, units: number): Int8Array {
  const words = Math.ceil(units / 32);
  const states = new Int8Array(replicas * units);
  for (let r = 0; r < replicas; r++) {
    for (let i = 0; i < units; i++) states[r * units + i] = (bits[r * words + (i >> 5)] >>> (i & 31)) & 1 ? 1 : -1;
  }
  return states;
}

/** Planes of bits of rows x columns entries: where they are not 0, then, behind those of all rows, where they are 1. */
export function planesOf(values: Int8Array, rows: number, columns: number): Uint32Array {
  return planes(rows, columns, (row, column) => values[row * columns + column]);
}

/** The same with columns for rows. */
export function turnedPlanesOf(values: Int8Array, rows: number, columns: number): Uint32Array {
  return planes(columns, rows, (column, row) => values[row * columns + column]);
}

function planes(rows: number, columns: number, entryOf: (row: number, column: number) => number): Uint32Array {
  const words = Math.ceil(columns / 32);
  const bits = new Uint32Array(2 * rows * words);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const entry = entryOf(row, column);
      if (entry === 0) continue;
      const word = row * words + (column >> 5);
      bits[word] |= 1 << (column & 31);
      if (entry === 1) bits[rows * words + word] |= 1 << (column & 31);
    }
  }
  return bits;
}
