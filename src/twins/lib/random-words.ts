import { PhiloxWords } from "../../wasm/random/philox.ts";
import { philox4x32 } from "./philox.ts";
import type { Workplace } from "./share.ts";

/** Random blocks of many counters in one call. */
export interface RandomWords {
  /** What was drawn last: the four words of the first counter, then those of the next ... */
  readonly words: Int32Array;
  /** Draws counters (item, block, stream, step), (item + 1, block, stream, step), ... */
  items(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void;
  /** Draws counters (item, block, stream, step), (item, block + 1, stream, step), ... */
  blocks(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void;
}

/**
 * Room for so many counters: compiled where that can be had, else one by one.
 * @param place byte of a memory where the words are to lie; otherwise they have one of their own
 */
export function randomWords(counters: number, place?: { readonly memory: Workplace["memory"]; readonly at: number }): RandomWords {
  try {
    return new PhiloxWords(counters, place);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return new PhiloxLoop(counters);
    throw error;
  }
}

/** The same in TypeScript. */
export class PhiloxLoop implements RandomWords {
  readonly words: Int32Array;
  private readonly four = new Int32Array(4);

  constructor(counters: number) {
    this.words = new Int32Array(4 * counters);
  }

  items(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void {
    for (let j = 0; j < count; j++) {
      philox4x32(key0, key1, item + j, block, stream, step, this.four);
      this.words.set(this.four, 4 * j);
    }
  }

  blocks(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void {
    for (let j = 0; j < count; j++) {
      philox4x32(key0, key1, item, block + j, stream, step, this.four);
      this.words.set(this.four, 4 * j);
    }
  }
}
