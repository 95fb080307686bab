import { expect, test } from "vitest";
import { Dice } from "../../../src/verify/dice.ts";
import { multiplierOf, multiplyWithin, PACKED_LENGTH, product, type Turned } from "../../../src/wasm/algebra/product.ts";
import { rowSums } from "../../../src/wasm/algebra/row-sums.ts";

const f = Math.fround;
const GUARD = 3;
const dice = new Dice(5, "product");
const numbers = (n: number) => Float32Array.from(dice.list(n, -1, 1));
const poisoned = (n: number) => new Float32Array(n + GUARD).fill(Number.NaN);

/** The definition, rounded after each operation. */
function plain(rows: number, columns: number, depth: number, left: Float32Array, right: Float32Array, turned: Turned): Float32Array {
  const out = poisoned(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) {
        const a = turned === "left" ? left[k * rows + i] : left[i * depth + k];
        const b = turned === "right" ? right[j * depth + k] : right[k * columns + j];
        sum = f(sum + f(a * b));
      }
      out[i * columns + j] = sum;
    }
  return out;
}

test.each([
  [1, 1, 1],
  [4, 8, 16],
  [5, 9, 7],
  [7, 12, 1],
  [13, 31, 50],
  [64, 100, 33],
  [3, 4, 0],
  [0, 5, 2],
])("a product of %i x %i over %i is its definition to the bit, operands turned or not", (rows, columns, depth) => {
  for (const turned of ["neither", "left", "right"] as const) {
    const [left, right] = [numbers(rows * depth), numbers(depth * columns)];
    const out = poisoned(rows * columns);
    product(rows, columns, depth, left, right, out, turned);
    expect(out).toEqual(plain(rows, columns, depth, left, right, turned));
  }
});

/** The first element that differs, or -1: to show all of large arrays takes minutes. */
const unlike = (a: Float32Array, b: Float32Array) => (a.length === b.length ? a.findIndex((x, i) => !Object.is(x, b[i])) : b.length);

test("blocks and arrays of one memory do not show in the bits", () => {
  // More than a block each way.
  const [rows, columns, depth] = [131, 517, 261];
  const memory = new WebAssembly.Memory({ initial: 40 });
  let at = 64;
  const place = (length: number) => {
    const array = new Float32Array(memory.buffer, at, length);
    at += 4 * length;
    return array;
  };
  multiplyWithin(memory, place(PACKED_LENGTH));
  for (const turned of ["neither", "left", "right"] as const) {
    const [left, right] = [numbers(rows * depth), numbers(depth * columns)];
    const expected = plain(rows, columns, depth, left, right, turned);
    const out = poisoned(rows * columns);
    product(rows, columns, depth, left, right, out, turned);
    expect(unlike(out, expected)).toBe(-1);
    // At the end of the memory a read beyond an operand is a trap.
    const end = (length: number) => new Float32Array(memory.buffer, memory.buffer.byteLength - 4 * length, length);
    const start = at;
    for (const last of ["left", "right"]) {
      const a = last === "left" ? end(left.length) : place(left.length);
      const b = last === "right" ? end(right.length) : place(right.length);
      const c = place(out.length);
      a.set(left);
      b.set(right);
      c.fill(Number.NaN);
      product(rows, columns, depth, a, b, c, turned);
      expect(unlike(c, expected)).toBe(-1);
      at = start;
    }
  }
});

test("matrices that lie anyhow in one memory, added and subtracted, are their definition to the bit", () => {
  const memory = new WebAssembly.Memory({ initial: 20 });
  const all = new Float32Array(memory.buffer);
  multiplyWithin(memory, all.subarray(16, 16 + PACKED_LENGTH));
  const start = 16 + PACKED_LENGTH;
  for (const [rows, columns, depth] of [
    [7, 12, 9],
    [4, 8, 5],
    [130, 3, 260],
  ]) {
    for (const turned of [false, true]) {
      const from = start + 90_000;
      all.subarray(start).set(numbers(all.length - start));
      const [left, right, out] = [all.subarray(start), all.subarray(start + 40_000), all.subarray(from)];
      // Every other row; turned, the columns are what is apart.
      const apart = (inner: number) => 2 * inner + 1;
      const [leftRow, leftColumn] = turned ? [1, apart(rows)] : [apart(depth), 1];
      const [rightRow, rightColumn] = turned ? [1, apart(depth)] : [apart(columns), 1];
      const row = columns + 3;
      const expected = out.slice(0, rows * row);
      for (const sign of [1, -1]) {
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++)
            for (let k = 0; k < depth; k++)
              expected[i * row + j] += sign * f(left[i * leftRow + k * leftColumn] * right[k * rightRow + j * rightColumn]);
        multiplierOf(left, right, out)?.add(
          { rows, columns, depth },
          { array: left, at: 0, row: leftRow, column: leftColumn },
          { array: right, at: 0, row: rightRow, column: rightColumn },
          { array: out, at: 0, row },
          sign < 0,
        );
        expect(unlike(out.slice(0, rows * row), expected)).toBe(-1);
      }
    }
  }
});

test.each([
  [0, 5, 8],
  [1, 1, 1],
  [9, 20, 31],
  [30, 7, 32],
  [50, 40, 69],
])("sums of rows for %i lists over a matrix of %i x %i are their definition to the bit", (lists, rows, columns) => {
  const matrix = numbers(rows * columns);
  const indices: number[] = [];
  const ends = Uint32Array.from({ length: lists }, (_, l) => {
    for (let n = l % 3 === 0 ? 0 : dice.whole(0, 12); n > 0; n--) indices.push(dice.whole(0, rows - 1));
    return indices.length;
  });
  const expected = poisoned(lists * columns);
  for (let l = 0; l < lists; l++)
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (const row of indices.slice(l > 0 ? ends[l - 1] : 0, ends[l])) sum = f(sum + matrix[row * columns + c]);
      expected[l * columns + c] = sum;
    }
  const out = poisoned(lists * columns);
  // Room behind the indices is nobody's business.
  rowSums(lists, rows, columns, Uint32Array.from([...indices, 1e6]), ends, matrix, out);
  expect(out).toEqual(expected);
});
