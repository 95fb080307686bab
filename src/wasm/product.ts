import { Code, FunctionWriter, I32, moduleOf, Op, Simd, V128 } from "./assembler.ts";
import { Scratch } from "./scratch.ts";

/** All sizes in elements, all addresses and distances in bytes; columns a multiple of 4. */
type Multiply = (
  rows: number,
  columns: number,
  depth: number,
  left: number,
  leftRow: number,
  leftColumn: number,
  right: number,
  rightRow: number,
  out: number,
  outRow: number,
) => void;

/** Indices of `Multiply`'s parameters. */
const [ROWS, COLUMNS, DEPTH, LEFT, LEFT_ROW, LEFT_COLUMN, RIGHT, RIGHT_ROW, OUT, OUT_ROW] = Array(10).keys();

/** Rows and vectors of four columns that are summed in registers: eight sums, two vectors of the right side and a product fit into 16. */
const TILE_ROWS = 4;
const TILE_VECTORS = 2;

function compile(): WebAssembly.Module {
  const writer = new FunctionWriter("multiply", Array<number>(10).fill(I32), []);
  const code = new Code();
  const [left, out, rowsLeft] = [writer.local(I32), writer.local(I32), writer.local(I32)];
  // A strip of columns of the right side stays in the nearest cache while all rows of the left pass by.
  for (const vectors of [TILE_VECTORS, 1]) {
    loopWhile(code, COLUMNS, 4 * vectors, () => {
      for (const [local, from] of [
        [left, LEFT],
        [out, OUT],
        [rowsLeft, ROWS],
      ])
        code.get(from).set(local);
      for (const rows of [TILE_ROWS, 1]) {
        loopWhile(code, rowsLeft, rows, () => {
          tile(writer, code, rows, vectors, left, out);
          for (const [local, by] of [
            [left, LEFT_ROW],
            [out, OUT_ROW],
          ])
            code.get(local, by).i32(rows).op(Op.i32_mul).op(Op.i32_add).set(local);
        });
      }
      for (const local of [RIGHT, OUT])
        code
          .get(local)
          .i32(16 * vectors)
          .op(Op.i32_add)
          .set(local);
    });
  }
  return new WebAssembly.Module(moduleOf(writer, code, [], false));
}

/** `body` as long as `counter` is at least `step`, which is taken off each time. */
function loopWhile(code: Code, counter: number, step: number, body: () => void): void {
  code.block(() =>
    code.loop(() => {
      code.get(counter).i32(step).op(Op.i32_lt_u).branchIf(1);
      body();
      code.get(counter).i32(step).op(Op.i32_sub).set(counter).branch(0);
    }),
  );
}

/** One tile of the result: products are added from the first to the last, each rounded, so the tiling does not show in the bits. */
function tile(writer: FunctionWriter, code: Code, rows: number, vectors: number, left: number, out: number): void {
  const sums = Array.from({ length: rows }, () => Array.from({ length: vectors }, () => writer.local(V128)));
  const loaded = Array.from({ length: vectors }, () => writer.local(V128));
  const pointers = Array.from({ length: rows }, () => writer.local(I32));
  const [right, depth, factor] = [writer.local(I32), writer.local(I32), writer.local(V128)];
  const start = (first: number, by: number) => {
    pointers.forEach((pointer, r) => {
      if (r === 0) code.get(first).set(pointer);
      else
        code
          .get(pointers[r - 1], by)
          .op(Op.i32_add)
          .set(pointer);
    });
  };
  for (const sum of sums.flat()) code.vector([0, 0, 0, 0]).set(sum);
  start(left, LEFT_ROW);
  code.get(RIGHT).set(right).get(DEPTH).set(depth);
  loopWhile(code, depth, 1, () => {
    loaded.forEach((vector, v) => {
      code
        .get(right)
        .memory(Simd.load, 16 * v)
        .set(vector);
    });
    pointers.forEach((pointer, r) => {
      code.get(pointer).memory(Simd.load_splat).set(factor);
      loaded.forEach((vector, v) => {
        code.get(sums[r][v], factor, vector).simd(Simd.f32_mul).simd(Simd.f32_add).set(sums[r][v]);
      });
      code.get(pointer, LEFT_COLUMN).op(Op.i32_add).set(pointer);
    });
    code.get(right, RIGHT_ROW).op(Op.i32_add).set(right);
  });
  start(out, OUT_ROW);
  sums.forEach((row, r) => {
    row.forEach((sum, v) => {
      code.get(pointers[r], sum).memory(Simd.store, 16 * v);
    });
  });
}

let engine: { scratch: Scratch; multiply: Multiply } | undefined;

function start(): { scratch: Scratch; multiply: Multiply } {
  const scratch = new Scratch();
  const { multiply } = new WebAssembly.Instance(compile(), { env: { memory: scratch.memory } }).exports;
  return { scratch, multiply: multiply as Multiply };
}

/** Which operand is given turned: row by row what are its columns. */
export type Turned = "neither" | "left" | "right";

/**
 * out (rows x columns) = left (rows x depth) right (depth x columns), all row by row. Four lanes at once in WebAssembly; each element is
 * the float32 sum of the rounded products in the order of the depth. Throws WebAssembly.CompileError where code cannot be compiled.
 */
export function product(
  rows: number,
  columns: number,
  depth: number,
  left: Float32Array,
  right: Float32Array,
  out: Float32Array,
  turned: Turned = "neither",
): void {
  engine ??= start();
  const { scratch, multiply } = engine;
  const padded = 4 * Math.ceil(columns / 4);
  const rightAt = 4 * Math.ceil((rows * depth) / 4);
  const outAt = rightAt + depth * padded;
  scratch.reserve(outAt + rows * padded);
  scratch.take(left, 1, rows * depth, 0, rows * depth);
  if (turned === "right") scratch.takeTransposed(right, columns, depth, rightAt, padded);
  else scratch.take(right, depth, columns, rightAt, padded);
  const [leftRow, leftColumn] = turned === "left" ? [1, rows] : [depth, 1];
  multiply(rows, padded, depth, 0, 4 * leftRow, 4 * leftColumn, 4 * rightAt, 4 * padded, 4 * outAt, 4 * padded);
  scratch.give(out, rows, columns, outAt, padded);
}
