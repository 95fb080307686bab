import { patternLoops } from "../../wasm/memory/glauber.ts";
import type { Floats } from "../lib/floats.ts";
import { logisticQ32 } from "../lib/logistic.ts";
import { mulhi } from "../lib/philox.ts";
import { type RandomWords, randomWords } from "../lib/random-words.ts";

export interface GlauberShape {
  readonly units: number;
  /** Updates of this part of the sweep: first to end - 1; the last part ends at units. */
  readonly first: number;
  readonly end: number;
  readonly patterns: number;
  /** Of each pattern, summed before they act; 1: patterns act themselves. */
  readonly examples: number;
  readonly replicas: number;
  /** Units that act on each other together: 2, 3, 4. */
  readonly order: number;
  /** 1: no noise. */
  readonly frozen: number;
  /** 2 beta, and what the sums are to be divided by; a float32 number. */
  readonly scale: number;
  /** The seed's words, and the stream of random numbers. */
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
}

/** Updates whose random words are drawn at once. */
const DRAWN = 64;
let drawn: RandomWords | undefined;

/**
 * What one pattern adds to the field of a unit: its entry x times the sum over all ordered choices of order - 1 different other units of the
 * products of their entries and states.
 * @param rest the overlap without the unit @param others the pattern's other entries that are not 0
 */
export function pull(order: number, x: number, rest: number, others: number): number {
  if (order === 2) return x * rest;
  if (order === 3) return x * (rest * rest - others);
  return x * (rest * (rest * rest - (3 * others - 2)));
}

/**
 * Twin of shaders/memory/glauber.wgsl: entries (2 x units x words of all examples), actives (patterns), sweeps (replicas), states (replicas x
 * words), overlaps (replicas x patterns x examples).
 */
export function glauber(
  shape: GlauberShape,
  logistic: Uint32Array,
  entries: Uint32Array,
  actives: Floats,
  sweeps: Uint32Array,
  states: Uint32Array,
  overlaps: Floats,
): void {
  const { units, first, end, replicas, frozen, key0, key1, stream } = shape;
  const scale = Math.fround(shape.scale);
  const stateWords = Math.ceil(units / 32);
  const { fieldOf, turn } = sums(shape, entries, actives, overlaps);
  drawn ??= randomWords(DRAWN);
  const { words } = drawn;
  for (let r = 0; r < replicas; r++) {
    for (let done = first; done < end; done += DRAWN) {
      const count = Math.min(DRAWN, end - done);
      drawn.items(key0, key1, done, r, stream, sweeps[r], count);
      for (let n = 0; n < count; n++) {
        const unit = mulhi(words[4 * n], units);
        const word = r * stateWords + (unit >> 5);
        const own = (states[word] >>> (unit & 31)) & 1 ? 1 : -1;
        const field = fieldOf(r, unit, own);
        const rare = frozen !== 0 && field !== 0 ? 0 : logisticQ32(logistic, Math.fround(scale * field));
        const up = field >= 0 !== words[4 * n + 1] >>> 0 < rare;
        if (up === own > 0) continue;
        turn(r, unit, up ? 2 : -2);
        states[word] ^= 1 << (unit & 31);
      }
    }
    if (end === units) sweeps[r]++;
  }
}

/** The two loops over all patterns: the field of a unit in a state, and what its turning changes. Whole words of patterns go four at once where that can be. */
function sums({ units, patterns, examples, order }: GlauberShape, entries: Uint32Array, actives: Floats, overlaps: Floats) {
  const all = patterns * examples;
  const words = Math.ceil(all / 32);
  const ups = units * words;
  const float32 = actives instanceof Float32Array && overlaps instanceof Float32Array && examples === 1;
  const loops = float32 ? patternLoops(order, entries, actives, overlaps) : undefined;
  const whole = loops ? all >> 5 : 0;
  const entryOf = (row: number, e: number): number => {
    const word = row + (e >> 5);
    const bit = (entries[word] >>> (e & 31)) & 1;
    return bit & (entries[ups + word] >>> (e & 31)) ? 1 : -bit;
  };
  const at = ({ byteOffset }: ArrayBufferView, element: number) => byteOffset + 4 * element;
  const fieldOf = (replica: number, unit: number, own: number): number => {
    const first = replica * all;
    const row = unit * words;
    let field = loops ? loops.field(whole, at(entries, row), at(entries, ups + row), at(overlaps, first), at(actives, 0), own) : 0;
    for (let p = 32 * whole, e = p * examples; p < patterns; p++) {
      let x = 0;
      let overlap = 0;
      for (const end = e + examples; e < end; e++) {
        x += entryOf(row, e);
        overlap += overlaps[first + e];
      }
      field += pull(order, x, overlap - x * own, actives[p] - 1);
    }
    return field;
  };
  const turn = (replica: number, unit: number, change: number): void => {
    const first = replica * all;
    const row = unit * words;
    loops?.turn(whole, at(entries, row), at(entries, ups + row), at(overlaps, first), change);
    for (let e = 32 * whole; e < all; e++) overlaps[first + e] += change * entryOf(row, e);
  };
  return { fieldOf, turn };
}
