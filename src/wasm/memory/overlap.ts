import { Code } from "../assembler/code.ts";
import { memoryOf } from "../assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { I32, Op, Simd, V128 } from "../assembler/opcodes.ts";

/** Addresses in bytes: which segments of so many blocks share `threshold` or more bits with each of `inputs`. */
type Match = (inputs: number, blocks: number, words: number, threshold: number, masks: number, rows: number, hits: number) => void;

const [INPUTS, BLOCKS, WORDS, THRESHOLD, MASKS, ROWS, HITS] = Array(7).keys();

/** Vectors of four segments whose bits make a word of the result. */
const VECTORS = 8;
/** Words whose bits a byte can count: 8 each. */
const COUNTED = 31;

/**
 * Segments lie in blocks of 32, word by word, so that a vector is one word of four of them; bits are counted in bytes, then added to four
 * counts of 32 bits. All inputs pass by a block, which stays in the nearest cache.
 */
function compile(shared: boolean): WebAssembly.Module {
  const writer = new FunctionWriter("run", Array<number>(7).fill(I32), []);
  const code = new Code();
  const [mask, row, hit, left, rest, some, bits] = Array.from({ length: 7 }, () => writer.local(I32));
  const [word, least] = [writer.local(V128), writer.local(V128)];
  const locals = () => Array.from({ length: VECTORS }, () => writer.local(V128));
  const [bytes, counts] = [locals(), locals()];
  const zero = (all: readonly number[]) => {
    for (const local of all) code.vector([0, 0, 0, 0]).set(local);
  };
  const step = (local: number, by: number) => code.get(local).i32(by).op(Op.i32_add).set(local);
  const whileLeft = (counter: number, body: () => void) =>
    code.block(() =>
      code.loop(() => {
        code.get(counter).op(Op.i32_eqz).branchIf(1);
        body();
        code.branch(0);
      }),
    );
  const countWords = () =>
    code.loop(() => {
      code.get(row).memory(Simd.load_splat).set(word);
      bytes.forEach((sum, v) => {
        code.get(sum, mask).memory(Simd.load, 16 * v);
        code.get(word).simd(Simd.and).simd(Simd.i8_popcnt).simd(Simd.i8_add).set(sum);
      });
      step(mask, 16 * VECTORS);
      step(row, 4);
      code.get(some).i32(1).op(Op.i32_sub).set(some).get(some).branchIf(0);
    });
  const oneInput = () => {
    code.get(MASKS).set(mask).get(WORDS).set(rest);
    zero(counts);
    whileLeft(rest, () => {
      zero(bytes);
      code.get(rest).i32(COUNTED).get(rest).i32(COUNTED).op(Op.i32_lt_u).op(Op.select).set(some);
      code.get(rest, some).op(Op.i32_sub).set(rest);
      countWords();
      counts.forEach((count, v) => {
        code.get(count, bytes[v]).simd(Simd.i16_pairs_of_u8).simd(Simd.i32_pairs_of_u16).simd(Simd.i32_add).set(count);
      });
    });
    code.i32(0).set(bits);
    counts.forEach((count, v) => {
      code.get(bits, count, least).simd(Simd.i32_ge_u).simd(Simd.i32_bitmask);
      code
        .i32(4 * v)
        .op(Op.i32_shl)
        .op(Op.i32_or)
        .set(bits);
    });
    code.get(hit, bits).store32();
    code.get(hit, BLOCKS).i32(2).op(Op.i32_shl).op(Op.i32_add).set(hit);
    code.get(left).i32(1).op(Op.i32_sub).set(left);
  };
  const blocks = writer.local(I32);
  code.get(THRESHOLD).simd(Simd.i32_splat).set(least).get(BLOCKS).set(blocks);
  whileLeft(blocks, () => {
    code.get(ROWS).set(row).get(HITS).set(hit).get(INPUTS).set(left);
    whileLeft(left, oneInput);
    code.get(MASKS, WORDS).i32(7).op(Op.i32_shl).op(Op.i32_add).set(MASKS);
    step(HITS, 4);
    code.get(blocks).i32(1).op(Op.i32_sub).set(blocks);
  });
  return new WebAssembly.Module(moduleOf(writer, code, [], shared));
}

const modules = new Map<boolean, WebAssembly.Module>();
const compiled = new WeakMap<WebAssembly.Memory, Match>();

/**
 * The overlaps of src/twins/memory/match_segments.ts, where its arrays lie in one memory that `mapWithin` knows.
 * @returns false where nothing was done
 * @throws WebAssembly.CompileError where code cannot be compiled
 */
export function matchWithin(
  {
    inputs,
    segments,
    words,
    threshold,
  }: { readonly inputs: number; readonly segments: number; readonly words: number; readonly threshold: number },
  masks: Uint32Array,
  rows: Uint32Array,
  hits: Uint32Array,
): boolean {
  const memory = memoryOf(hits.buffer);
  if (!memory || masks.buffer !== hits.buffer || rows.buffer !== hits.buffer) return false;
  let match = compiled.get(memory);
  if (!match) {
    const shared = typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer;
    const module = modules.get(shared) ?? compile(shared);
    modules.set(shared, module);
    match = new WebAssembly.Instance(module, { env: { memory } }).exports.run as Match;
    compiled.set(memory, match);
  }
  match(inputs, segments / 32, words, threshold, masks.byteOffset, rows.byteOffset, hits.byteOffset);
  return true;
}
