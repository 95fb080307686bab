import { Code } from "../assembler/code.ts";
import { CompiledLoop } from "../assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { I32, Op, Simd, V128 } from "../assembler/opcodes.ts";
import { Scratch } from "../assembler/scratch.ts";

/** Addresses and distances in bytes; columns a multiple of 4. `ends` holds `lists` addresses: where each list's indices end. */
type Sum = (lists: number, columns: number, indices: number, ends: number, matrix: number, row: number, out: number) => void;

const [LISTS, COLUMNS, INDICES, ENDS, MATRIX, ROW, OUT] = Array(7).keys();

/** Vectors of four columns summed in registers at once. */
const STRIP = 8;

const loop = new CompiledLoop<Sum>((shared) => {
  const writer = new FunctionWriter(Array<number>(7).fill(I32));
  const code = new Code();
  const [left, index, end, ends, out, at] = writer.locals(6, I32);
  const list = (sums: readonly number[]) => {
    for (const sum of sums) code.all(0).set(sum);
    code.get(ends).load32().set(end);
    const summed = () => code.get(index, end).op(Op.i32_ge_u);
    code.until(summed, () => {
      code.get(MATRIX, index).load32().get(ROW).op(Op.i32_mul).op(Op.i32_add).set(at);
      sums.forEach((sum, v) => {
        code
          .get(sum, at)
          .memory(Simd.load, 16 * v)
          .simd(Simd.f32_add)
          .set(sum);
      });
      code.add(index, 4);
    });
    sums.forEach((sum, v) => {
      code.get(out, sum).memory(Simd.store, 16 * v);
    });
    code.addLocal(out, ROW).add(ends, 4);
  };
  for (const vectors of [STRIP, 1]) {
    const columns = 4 * vectors;
    const done = () => code.get(COLUMNS).i32(columns).op(Op.i32_lt_u);
    const sums = writer.locals(vectors, V128);
    code.until(done, () => {
      code.get(INDICES).set(index).get(ENDS).set(ends).get(OUT).set(out).get(LISTS).set(left);
      code.repeat(left, () => list(sums));
      code.add(MATRIX, 4 * columns).add(OUT, 4 * columns);
      code.get(COLUMNS).i32(columns).op(Op.i32_sub).set(COLUMNS);
    });
  }
  return moduleOf(writer, code, shared);
});

let scratch: Scratch | undefined;

/**
 * For each of `lists` lists of row numbers the sum of those rows of a matrix (rows x columns): what a step's spikes put into the neurons
 * they reach. List l is `indices[ends[l - 1]] ... indices[ends[l] - 1]`, the first from 0; `out` is lists x columns. Rows are added in
 * the order of the list, in float32.
 */
export function rowSums(
  lists: number,
  rows: number,
  columns: number,
  indices: Uint32Array,
  ends: Uint32Array,
  matrix: Float32Array,
  out: Float32Array,
): void {
  scratch ??= new Scratch();
  const padded = 4 * Math.ceil(columns / 4);
  const count = lists === 0 ? 0 : ends[lists - 1];
  const indicesAt = lists;
  const matrixAt = 4 * Math.ceil((indicesAt + count) / 4);
  const outAt = matrixAt + rows * padded;
  scratch.reserve(outAt + lists * padded);
  const { words } = scratch;
  for (let l = 0; l < lists; l++) words[l] = 4 * (indicesAt + ends[l]);
  words.set(indices.subarray(0, count), indicesAt);
  scratch.take(matrix, rows, columns, matrixAt, padded);
  loop.within(scratch.memory)(lists, padded, 4 * indicesAt, 0, 4 * matrixAt, 4 * padded, 4 * outAt);
  scratch.give(out, lists, columns, outAt, padded);
}
