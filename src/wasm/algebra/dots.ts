import { Code } from "../assembler/code.ts";
import { CompiledLoop, memoryOf } from "../assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { I32, Op, Simd, V128 } from "../assembler/opcodes.ts";

/** Rows, then bytes: of a row's elements, where the matrix is and its rows' distance, the same of vectors, where results go and the distance from vector to vector. */
type Loop = (rows: number, depth: number, matrix: number, row: number, vectors: number, step: number, out: number, outStep: number) => void;

/**
 * Vectors that go along some rows together, those rows, and the sums of each pair: eight sums in all, none waits for its own last addition. For one
 * vector four rows: a core reads four lines of memory faster than one.
 */
const WIDTHS = [
  [4, 2, 1],
  [2, 2, 2],
  [1, 4, 2],
] as const;
/** Elements of a row that a turn of the loop takes, for each sum. */
const SHORTEST_TURN = 2;
const LANES = 16;

/** A matrix and vectors in arrays of one memory: first elements, and elements from row to row. */
export interface Dots {
  readonly rows: number;
  readonly vectors: number;
  /** Elements of a row, a multiple of 4; rows of the matrix and vectors lie so far apart, too. */
  readonly depth: number;
  readonly matrix: Float32Array;
  readonly matrixAt: number;
  readonly given: Float32Array;
  readonly givenAt: number;
  readonly out: Float32Array;
  readonly outAt: number;
  readonly outStep: number;
}

const loops = WIDTHS.map(([vectors, tall, sums]) => new CompiledLoop<Loop>((shared) => write(vectors, tall, sums, shared)));

/**
 * out[v outStep + i] = row i of the matrix times vector v: the product for few vectors, which is bound by reading the matrix. Each row is read once for
 * four vectors; a sum is in four lanes, or in four for each of two or four pieces, added up at its end.
 * @returns false where nothing was done: arrays that lie in no one memory that `workWithin` knows
 */
export function dots({ rows, vectors, depth, matrix, matrixAt, given, givenAt, out, outAt, outStep }: Dots): boolean {
  const memory = memoryOf(matrix, given, out);
  if (!memory) return false;
  for (let v = 0; v < vectors; ) {
    const width = WIDTHS.findIndex(([most]) => most <= vectors - v);
    const [from, vector, to] = [matrix.byteOffset + 4 * matrixAt, given.byteOffset + 4 * (givenAt + v * depth), out.byteOffset + 4 * outAt];
    loops[width].within(memory)(rows, 4 * depth, from, 4 * depth, vector, 4 * depth, to + 4 * v * outStep, 4 * outStep);
    v += WIDTHS[width][0];
  }
  return true;
}

function write(vectors: number, tall: number, pieces: number, shared: boolean): Uint8Array<ArrayBuffer> {
  const [ROWS, DEPTH, MATRIX, ROW, VECTORS, STEP, OUT, OUT_STEP] = Array(8).keys();
  const writer = new FunctionWriter(Array<number>(8).fill(I32));
  const code = new Code();
  const rows = writer.locals(tall, I32);
  const lines = writer.locals(vectors, I32);
  const [left, at, place] = writer.locals(3, I32);
  const sums = rows.map(() => lines.map(() => writer.locals(pieces, V128)));
  const [loadedRows, loadedLines] = [writer.locals(tall, V128), writer.locals(vectors, V128)];
  const tile = { rows, lines, sums, loadedRows, loadedLines, left };

  const done = () => code.get(ROWS).op(Op.i32_eqz);
  code.until(done, () => {
    // Where fewer rows are left, the last of them again.
    code.get(MATRIX).set(rows[0]);
    for (let r = 1; r < tall; r++)
      code
        .get(rows[r - 1], ROW, ROWS)
        .i32(r)
        .op(Op.i32_gt_u)
        .op(Op.i32_mul)
        .op(Op.i32_add)
        .set(rows[r]);
    code.get(VECTORS).set(lines[0]);
    for (let v = 1; v < vectors; v++)
      code
        .get(lines[v - 1], STEP)
        .op(Op.i32_add)
        .set(lines[v]);
    for (const sum of sums.flat(2)) code.all(0).set(sum);
    code.get(DEPTH).set(left);
    along(code, tile, Math.max(pieces, SHORTEST_TURN));
    along(code, tile, 1);
    code.get(OUT).set(at);
    for (let v = 0; v < vectors; v++) {
      code.get(at).set(place);
      for (const [r, row] of sums.entries()) {
        const sum = folded(code, row[v]);
        if (r > 0) code.get(place, ROWS).i32(r).op(Op.i32_gt_u).i32(2).op(Op.i32_shl).op(Op.i32_add).set(place);
        code.get(place, sum).laneMemory(Simd.store_lane, 0);
      }
      code.addLocal(at, OUT_STEP);
    }
    code.get(MATRIX, ROW).i32(tall).op(Op.i32_mul).op(Op.i32_add).set(MATRIX);
    code.add(OUT, 4 * tall);
    // ROWS - tall, or none.
    code.get(ROWS).i32(tall).op(Op.i32_sub).i32(0).get(ROWS).i32(tall).op(Op.i32_gt_u).op(Op.select).set(ROWS);
  });
  return moduleOf(writer, code, shared);
}

/** Locals of some rows and vectors: pointers, sums by row, vector and piece, what is loaded, and bytes that are left. */
interface Tile {
  readonly rows: readonly number[];
  readonly lines: readonly number[];
  readonly sums: readonly (readonly (readonly number[])[])[];
  readonly loadedRows: readonly number[];
  readonly loadedLines: readonly number[];
  readonly left: number;
}

/** Goes along rows and vectors, so many times four elements a turn, while as many are left. */
function along(code: Code, { rows, lines, sums, loadedRows, loadedLines, left }: Tile, fours: number): void {
  const bytes = LANES * fours;
  const load = (pointers: readonly number[], into: readonly number[], offset: number) => {
    for (const [n, pointer] of pointers.entries()) code.get(pointer).memory(Simd.load, offset).set(into[n]);
  };
  const done = () => code.get(left).i32(bytes).op(Op.i32_lt_u);
  code.until(done, () => {
    for (let four = 0; four < fours; four++) {
      load(rows, loadedRows, LANES * four);
      load(lines, loadedLines, LANES * four);
      for (const [r, row] of sums.entries())
        for (const [v, pieces] of row.entries()) {
          const sum = pieces[four % pieces.length];
          code.get(sum, loadedRows[r], loadedLines[v]).simd(Simd.f32_mul).simd(Simd.f32_add).set(sum);
        }
    }
    for (const pointer of [...rows, ...lines]) code.add(pointer, bytes);
    code.get(left).i32(bytes).op(Op.i32_sub).set(left);
  });
}

/** Adds up pieces two and two, then lanes two and two: the sum is in the first lane of the local that is returned. */
function folded(code: Code, pieces: readonly number[]): number {
  for (let apart = pieces.length >> 1; apart >= 1; apart >>= 1)
    for (let n = 0; n < apart; n++)
      code
        .get(pieces[n], pieces[n + apart])
        .simd(Simd.f32_add)
        .set(pieces[n]);
  const [sum] = pieces;
  for (const lanes of [2, 1]) {
    const bytes = Array.from({ length: 16 }, (_, byte) => (byte + 4 * lanes) % 16);
    code.get(sum, sum, sum).shuffle(bytes).simd(Simd.f32_add).set(sum);
  }
  return sum;
}
