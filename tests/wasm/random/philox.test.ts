import { expect, it } from "vitest";
import { philox4x32 } from "../../../src/twins/lib/philox.ts";
import { PhiloxWords } from "../../../src/wasm/random/philox.ts";

const KEY = [0x89abcdef | 0, 0x01234567] as const;

/** The words of counters (item + j itemStep, block + j blockStep, stream, step) by the twin. */
function expected(item: number, itemStep: number, block: number, blockStep: number, stream: number, step: number, count: number): number[] {
  const out = new Int32Array(4);
  return Array.from({ length: count }, (_, j) => {
    philox4x32(...KEY, item + j * itemStep, block + j * blockStep, stream, step, out);
    return [...out];
  }).flat();
}

it.each([1, 2, 3, 4, 5, 8, 17, 1000])("%d consecutive items and blocks are the twin's words", (count) => {
  for (const shared of [false, true]) {
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared });
    const philox = new PhiloxWords(count, { memory, at: 4096 });
    const stream = 0x03000007;
    for (const [item, block, step] of [
      [0, 0, 0],
      [12345, 3, 99],
      [0xfffffff0, 0xfffffffe, 0xffffffff],
    ]) {
      philox.items(...KEY, item, block, stream, step, count);
      expect([...philox.words.subarray(0, 4 * count)]).toEqual(expected(item, 1, block, 0, stream, step, count));
      philox.blocks(...KEY, item, block, stream, step, count);
      expect([...philox.words.subarray(0, 4 * count)]).toEqual(expected(item, 0, block, 1, stream, step, count));
    }
    // Nothing beyond the room for whole groups of four counters.
    const all = new Int32Array(memory.buffer);
    expect(all.subarray(0, 1024).every((x) => x === 0)).toBe(true);
    expect(all.subarray(1024 + 16 * Math.ceil(count / 4)).every((x) => x === 0)).toBe(true);
  }
});

it("has a memory of its own where none is given", () => {
  const philox = new PhiloxWords(5000);
  philox.items(...KEY, 7, 0, 1, 2, 5000);
  expect([...philox.words]).toEqual(expected(7, 1, 0, 0, 1, 2, 5000));
});
