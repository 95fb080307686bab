import { Code } from "../assembler/code.ts";
import { CompiledLoop, memoryOf } from "../assembler/memory.ts";
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
const loop = new CompiledLoop<Match>((shared) => {
  const writer = new FunctionWriter(Array<number>(7).fill(I32));
  const code = new Code();
  const [mask, row, hit, left, rest, some, bits] = writer.locals(7, I32);
  const [word, least] = writer.locals(2, V128);
  const [bytes, counts] = [writer.locals(VECTORS, V128), writer.locals(VECTORS, V128)];
  const zero = (all: readonly number[]) => {
    for (const local of all) code.all(0).set(local);
  };
  const countWords = () =>
    code.repeatOnce(some, () => {
      code.get(row).memory(Simd.load_splat).set(word);
      bytes.forEach((sum, v) => {
        code.get(sum, mask).memory(Simd.load, 16 * v);
        code.get(word).simd(Simd.and).simd(Simd.i8_popcnt).simd(Simd.i8_add).set(sum);
      });
      code.add(mask, 16 * VECTORS).add(row, 4);
    });
  const oneInput = () => {
    code.get(MASKS).set(mask).get(WORDS).set(rest);
    zero(counts);
    const counted = () => code.get(rest).op(Op.i32_eqz);
    code.until(counted, () => {
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
  };
  const blocks = writer.local(I32);
  code.get(THRESHOLD).simd(Simd.i32_splat).set(least).get(BLOCKS).set(blocks);
  code.repeat(blocks, () => {
    code.get(ROWS).set(row).get(HITS).set(hit).get(INPUTS).set(left);
    code.repeat(left, oneInput);
    code.get(MASKS, WORDS).i32(7).op(Op.i32_shl).op(Op.i32_add).set(MASKS).add(HITS, 4);
  });
  return moduleOf(writer, code, shared);
});

/** Sizes of src/twins/memory/match_segments.ts. */
interface Sizes {
  readonly inputs: number;
  /** A multiple of 32. */
  readonly segments: number;
  readonly words: number;
  readonly threshold: number;
}

/**
 * The overlaps of src/twins/memory/match_segments.ts.
 * @returns false where nothing was done: arrays that lie in no one memory that `workWithin` knows
 * @throws WebAssembly.CompileError where code cannot be compiled
 */
export function matchWithin(
  { inputs, segments, words, threshold }: Sizes,
  masks: Uint32Array,
  rows: Uint32Array,
  hits: Uint32Array,
): boolean {
  const memory = memoryOf(hits, masks, rows);
  if (!memory) return false;
  loop.within(memory)(inputs, segments / 32, words, threshold, masks.byteOffset, rows.byteOffset, hits.byteOffset);
  return true;
}
