import text from "../../../shaders/lib/philox.wgsl";
import { CompiledLoop } from "../assembler/memory.ts";
import { FunctionWriter } from "../assembler/module.ts";
import { I32, Simd } from "../assembler/opcodes.ts";
import { given } from "../wgsl/expressions.ts";
import { Lanes } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import type { Type } from "../wgsl/types.ts";

/**
 * Writes the four words of Philox4x32-10 for each of 4 `groups` counters, one after another, at byte `out`: the counters
 * (item + j itemStep, block + j blockStep, stream, step) for j = 0, 1, ...
 */
type Fill = (
  key0: number,
  key1: number,
  item: number,
  itemStep: number,
  block: number,
  blockStep: number,
  stream: number,
  step: number,
  groups: number,
  out: number,
) => void;

/** Indices of `Fill`'s parameters, each by name. */
const [KEY0, KEY1, ITEM, ITEM_STEP, BLOCK, BLOCK_STEP, STREAM, STEP, GROUPS, OUT] = Array(10).keys();

/** shaders/lib/philox.wgsl, four counters at once. */
const loop = new CompiledLoop<Fill>((shared) => {
  const lanes = new Lanes(new FunctionWriter(Array<number>(10).fill(I32)));
  const lowering = new Lowering(parse(text.text), lanes, { mulhi: ([a, b]) => lanes.mulhi(a, b) });
  // What changes from group to group: four times the step further.
  const counting = (from: number, by: number) => {
    const part = lanes.fresh();
    const begin = lanes.op(Simd.i32_add, lanes.parameter(from), lanes.op(Simd.i32_mul, lanes.parameter(by), lanes.numbers));
    lanes.start.get(begin.local).set(part.local);
    return { part, by: lanes.op(Simd.i32_mul, lanes.parameter(by), lanes.constant(4)) };
  };
  const [item, block] = [counting(ITEM, ITEM_STEP), counting(BLOCK, BLOCK_STEP)];
  const u32 = (length: number): Type => ({ kind: "vector", of: "u32", length });
  lanes.code.repeat(GROUPS, () => {
    const key = given(u32(2), lanes.parameter(KEY0), lanes.parameter(KEY1));
    const counter = given(u32(4), item.part, block.part, lanes.parameter(STREAM), lanes.parameter(STEP));
    const words = lowering.expand("philox4x32", key, counter)?.parts ?? [];
    // Counter by counter.
    lanes.transpose(words).forEach(({ local }, j) => lanes.code.get(OUT, local).memory(Simd.store, 16 * j));
    for (const { part, by } of [item, block]) lanes.set(part.local, lanes.op(Simd.i32_add, part, by));
    lanes.code.add(OUT, 64);
  });
  return lanes.module(shared);
});

/**
 * Random words of many counters in one call: the same as `philox4x32` of src/twins/lib/philox.ts gives one by one, at a fifth of the
 * time. Throws WebAssembly.CompileError where the platform does not let code be compiled.
 */
export class PhiloxWords {
  /** What was drawn last: the four words of the first counter, then those of the next ... */
  readonly words: Int32Array;
  private readonly fill: Fill;
  private readonly at: number;

  /** @param counters room for so many (rounded up to a multiple of 4), at byte `place.at` of a memory or in one of its own */
  constructor(
    readonly counters: number,
    place?: { readonly memory: WebAssembly.Memory; readonly at: number },
  ) {
    const room = 4 * Math.ceil(counters / 4);
    const memory = place?.memory ?? new WebAssembly.Memory({ initial: Math.ceil((16 * room) / 65536) });
    this.at = place?.at ?? 0;
    this.fill = loop.within(memory);
    this.words = new Int32Array(memory.buffer, this.at, 4 * room);
  }

  /** Draws counters (item, block, stream, step), (item + 1, block, stream, step), ...; what lies behind the last of them is overwritten up to a multiple of 4. */
  items(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void {
    this.fill(key0, key1, item, 1, block, 0, stream, step, (count + 3) >>> 2, this.at);
  }

  /** Draws counters (item, block, stream, step), (item, block + 1, stream, step), ... */
  blocks(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void {
    this.fill(key0, key1, item, 0, block, 1, stream, step, (count + 3) >>> 2, this.at);
  }
}
