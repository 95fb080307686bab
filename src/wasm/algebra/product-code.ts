/** Writers of the loops of product.ts. */
import { Code } from "../assembler/code.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { I32, Op, Simd, V128 } from "../assembler/opcodes.ts";

/** Rows and columns of a tile that is summed in registers: eight sums of four lanes, two vectors of the right side and a factor fit into 16. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;
const TILE_VECTORS = TILE_COLUMNS / 4;
/**
 * Packs `count` columns of the right side, `column` bytes apart, of `depth` elements, `step` bytes apart: groups of eight side by side. A
 * last group repeats its last column.
 */
export type Pack = (count: number, depth: number, from: number, column: number, step: number, to: number) => void;
/** Adds the product with a packed right side to a part of `out`. Distances of rows, and steps of the left side's depth, in bytes. `edge`: room for a tile. */
export type AddBlock = (
  rows: number,
  columns: number,
  depth: number,
  left: number,
  leftRow: number,
  leftStep: number,
  right: number,
  out: number,
  outRow: number,
  edge: number,
) => void;

/** `body` as long as `left` is not 0; then `step` is taken off, or what is left of it. */
function loopOver(code: Code, left: number, step: number, body: () => void): void {
  const done = () => code.get(left).op(Op.i32_eqz);
  code.until(done, () => {
    body();
    code.get(left).i32(step).op(Op.i32_sub).i32(0).get(left).i32(step).op(Op.i32_gt_u).op(Op.select).set(left);
  });
}

/** Addresses of lines, `distance` bytes apart from `first` on; where fewer than those are left, the last one again. */
function lines(code: Code, pointers: readonly number[], first: number, distance: number, left: number): void {
  code.get(first).set(pointers[0]);
  for (let n = 1; n < pointers.length; n++)
    code
      .get(pointers[n - 1], left)
      .i32(n)
      .op(Op.i32_gt_u)
      .get(distance)
      .op(Op.i32_mul)
      .op(Op.i32_add)
      .set(pointers[n]);
}

/** Writes the packing. */
export function packer(shared: boolean): Uint8Array<ArrayBuffer> {
  const [COUNT, DEPTH, FROM, COLUMN, STEP, TO] = Array(6).keys();
  const writer = new FunctionWriter(Array<number>(6).fill(I32));
  const code = new Code();
  const pointers = writer.locals(TILE_COLUMNS, I32);
  const [depth, lanes] = [writer.local(I32), writer.local(V128)];
  loopOver(code, COUNT, TILE_COLUMNS, () => {
    lines(code, pointers, FROM, COLUMN, COUNT);
    code.get(DEPTH).set(depth);
    // Whole groups of neighbours are copied as vectors.
    const from = pointers[0];
    code
      .get(COLUMN)
      .i32(4)
      .op(Op.i32_eq)
      .get(COUNT)
      .i32(TILE_COLUMNS)
      .op(Op.i32_ge_u)
      .op(Op.i32_and)
      .if(() =>
        code.repeat(depth, () => {
          for (let first = 0; first < TILE_COLUMNS; first += 4)
            code
              .get(TO, from)
              .memory(Simd.load, 4 * first)
              .memory(Simd.store, 4 * first);
          code.addLocal(from, STEP);
          code.add(TO, 4 * TILE_COLUMNS);
        }),
      );
    code.repeat(depth, () => {
      for (let first = 0; first < TILE_COLUMNS; first += 4) {
        code.get(pointers[first]).memory(Simd.load_first).set(lanes);
        for (let lane = 1; lane < 4; lane++)
          code
            .get(pointers[first + lane], lanes)
            .laneMemory(Simd.load_lane, lane)
            .set(lanes);
        code.get(TO, lanes).memory(Simd.store, 4 * first);
      }
      for (const pointer of pointers) code.addLocal(pointer, STEP);
      code.add(TO, 4 * TILE_COLUMNS);
    });
    code.get(FROM, COLUMN).i32(TILE_COLUMNS).op(Op.i32_mul).op(Op.i32_add).set(FROM);
  });
  return moduleOf(writer, code, shared);
}

/** Writes the product of a block. @param change Simd.f32_add, or f32_sub: what is done with each rounded product */
export function blockAdder(change: number, shared: boolean): Uint8Array<ArrayBuffer> {
  const [ROWS, COLUMNS, DEPTH, LEFT, LEFT_ROW, LEFT_STEP, RIGHT, OUT, OUT_ROW, EDGE] = Array(10).keys();
  const writer = new FunctionWriter(Array<number>(10).fill(I32));
  const code = new Code();
  const [left, out, rows, tile, stride, whole] = writer.locals(6, I32);
  const factors = writer.locals(TILE_ROWS, I32);
  const copy = tileCopier(writer, code, rows, COLUMNS);
  loopOver(code, COLUMNS, TILE_COLUMNS, () => {
    for (const [local, value] of [
      [left, LEFT],
      [out, OUT],
      [rows, ROWS],
    ])
      code.get(value).set(local);
    loopOver(code, rows, TILE_ROWS, () => {
      code.get(rows).i32(TILE_ROWS).op(Op.i32_ge_u).get(COLUMNS).i32(TILE_COLUMNS).op(Op.i32_ge_u).op(Op.i32_and).set(whole);
      code.get(out).set(tile).get(OUT_ROW).set(stride);
      // A tile that hangs over the edge is summed in a place of its own.
      code
        .get(whole)
        .op(Op.i32_eqz)
        .if(() => {
          code
            .get(EDGE)
            .set(tile)
            .i32(4 * TILE_COLUMNS)
            .set(stride);
          copy(out, OUT_ROW, tile, stride);
        });
      lines(code, factors, left, LEFT_ROW, rows);
      addTile(writer, code, { factors, step: LEFT_STEP, right: RIGHT, depth: DEPTH, tile, stride, change });
      code
        .get(whole)
        .op(Op.i32_eqz)
        .if(() => copy(tile, stride, out, OUT_ROW));
      code.get(left, LEFT_ROW).i32(TILE_ROWS).op(Op.i32_mul).op(Op.i32_add).set(left);
      code.get(out, OUT_ROW).i32(TILE_ROWS).op(Op.i32_mul).op(Op.i32_add).set(out);
    });
    code
      .get(RIGHT, DEPTH)
      .i32(4 * TILE_COLUMNS)
      .op(Op.i32_mul)
      .op(Op.i32_add)
      .set(RIGHT);
    code.add(OUT, 4 * TILE_COLUMNS);
  });
  return moduleOf(writer, code, shared);
}

/** Writes copies of what of a tile lies inside: as many of its rows and columns as are left. */
function tileCopier(writer: FunctionWriter, code: Code, rowsLeft: number, columnsLeft: number) {
  const [from, to, rows, columns] = writer.locals(4, I32);
  const least = (left: number, most: number, local: number) =>
    code.get(left).i32(most).get(left).i32(most).op(Op.i32_lt_u).op(Op.select).set(local);
  return (source: number, sourceRow: number, target: number, targetRow: number) => {
    code.get(source).set(from).get(target).set(to);
    least(rowsLeft, TILE_ROWS, rows);
    code.repeat(rows, () => {
      least(columnsLeft, TILE_COLUMNS, columns);
      code.repeat(columns, () => {
        const at = (row: number) => code.get(row, columns).i32(2).op(Op.i32_shl).op(Op.i32_add).i32(4).op(Op.i32_sub);
        at(to);
        at(from);
        code.load32().store32();
      });
      code.addLocal(from, sourceRow).addLocal(to, targetRow);
    });
  };
}

/** Locals of a tile. */
interface Tile {
  /** Address of each row's first factor; changed. */
  readonly factors: readonly number[];
  /** Bytes from a factor to the next. */
  readonly step: number;
  readonly right: number;
  readonly depth: number;
  readonly tile: number;
  readonly stride: number;
  readonly change: number;
}

/** Writes the sums of one tile: products are added from the first to the last, each rounded, so that no tiling or blocking shows in the bits. */
function addTile(writer: FunctionWriter, code: Code, { factors, step, right, depth, tile, stride, change }: Tile): void {
  const sums = factors.map(() => writer.locals(TILE_VECTORS, V128));
  const loaded = writer.locals(TILE_VECTORS, V128);
  const rows = writer.locals(TILE_ROWS, I32);
  const [vectors, steps, factor] = [writer.local(I32), writer.local(I32), writer.local(V128)];
  rows.forEach((row, r) => {
    if (r === 0) code.get(tile).set(row);
    else
      code
        .get(rows[r - 1], stride)
        .op(Op.i32_add)
        .set(row);
    sums[r].forEach((sum, v) => {
      code
        .get(row)
        .memory(Simd.load, 16 * v)
        .set(sum);
    });
  });
  code.get(right).set(vectors).get(depth).set(steps);
  // Not unrolled: V8 makes slower code of it.
  code.repeat(steps, () => {
    loaded.forEach((vector, v) => {
      code
        .get(vectors)
        .memory(Simd.load, 16 * v)
        .set(vector);
    });
    sums.forEach((row, r) => {
      code.get(factors[r]).memory(Simd.load_splat).set(factor);
      row.forEach((sum, v) => {
        code.get(sum, factor, loaded[v]).simd(Simd.f32_mul).simd(change).set(sum);
      });
      code.addLocal(factors[r], step);
    });
    code.add(vectors, 4 * TILE_COLUMNS);
  });
  rows.forEach((row, r) => {
    sums[r].forEach((sum, v) => {
      code.get(row, sum).memory(Simd.store, 16 * v);
    });
  });
}
