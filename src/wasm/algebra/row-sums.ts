import { Code } from "../assembler/code.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { I32, Op, Simd, V128 } from "../assembler/opcodes.ts";
import { Scratch } from "../assembler/scratch.ts";

/** Addresses and distances in bytes; columns a multiple of 4. `ends` holds `lists` addresses: where each list's indices end. */
type Sum = (lists: number, columns: number, indices: number, ends: number, matrix: number, row: number, out: number) => void;

const [LISTS, COLUMNS, INDICES, ENDS, MATRIX, ROW, OUT] = Array(7).keys();

/** Vectors of four columns summed in registers at once. */
const STRIP = 8;

function compile(): WebAssembly.Module {
  const writer = new FunctionWriter("sum", Array<number>(7).fill(I32), []);
  const code = new Code();
  const [left, index, end, ends, out, at] = Array.from({ length: 6 }, () => writer.local(I32));
  const step = (local: number, by: number) => code.get(local).i32(by).op(Op.i32_add).set(local);
  const strip = (vectors: number) => {
    const sums = Array.from({ length: vectors }, () => writer.local(V128));
    code.get(INDICES).set(index).get(ENDS).set(ends).get(OUT).set(out).get(LISTS).set(left);
    code.block(() =>
      code.loop(() => {
        code.get(left).op(Op.i32_eqz).branchIf(1);
        for (const sum of sums) code.vector([0, 0, 0, 0]).set(sum);
        code.get(ends).load32().set(end);
        code.block(() =>
          code.loop(() => {
            code.get(index, end).op(Op.i32_ge_u).branchIf(1);
            code.get(MATRIX, index).load32().get(ROW).op(Op.i32_mul).op(Op.i32_add).set(at);
            sums.forEach((sum, v) => {
              code
                .get(sum, at)
                .memory(Simd.load, 16 * v)
                .simd(Simd.f32_add)
                .set(sum);
            });
            step(index, 4);
            code.branch(0);
          }),
        );
        sums.forEach((sum, v) => {
          code.get(out, sum).memory(Simd.store, 16 * v);
        });
        code.get(out, ROW).op(Op.i32_add).set(out);
        step(ends, 4);
        code.get(left).i32(1).op(Op.i32_sub).set(left).branch(0);
      }),
    );
    step(MATRIX, 16 * vectors);
    step(OUT, 16 * vectors);
  };
  for (const vectors of [STRIP, 1]) {
    code.block(() =>
      code.loop(() => {
        code
          .get(COLUMNS)
          .i32(4 * vectors)
          .op(Op.i32_lt_u)
          .branchIf(1);
        strip(vectors);
        code
          .get(COLUMNS)
          .i32(4 * vectors)
          .op(Op.i32_sub)
          .set(COLUMNS)
          .branch(0);
      }),
    );
  }
  return new WebAssembly.Module(moduleOf(writer, code, [], false));
}

let engine: { scratch: Scratch; sum: Sum } | undefined;

function start(): { scratch: Scratch; sum: Sum } {
  const scratch = new Scratch();
  const { sum } = new WebAssembly.Instance(compile(), { env: { memory: scratch.memory } }).exports;
  return { scratch, sum: sum as Sum };
}

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
  engine ??= start();
  const { scratch, sum } = engine;
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
  sum(lists, padded, 4 * indicesAt, 0, 4 * matrixAt, 4 * padded, 4 * outAt);
  scratch.give(out, lists, columns, outAt, padded);
}
