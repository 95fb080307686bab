/** Rows of a matrix times a few vectors in WebAssembly, against float64. */
import { expect, test } from "vitest";
import { type Dots, dots } from "../../../src/wasm/algebra/dots.ts";
import { workWithin } from "../../../src/wasm/assembler/memory.ts";

function laid(rows: number, vectors: number, depth: number): Dots {
  const memory = new WebAssembly.Memory({ initial: 4 });
  workWithin(memory);
  let next = 16;
  const take = (length: number, fill: (i: number) => number) => {
    const array = new Float32Array(memory.buffer, next, length);
    next += 16 * Math.ceil(length / 4);
    for (let i = 0; i < length; i++) array[i] = fill(i);
    return array;
  };
  const matrix = take(2 + rows * depth, (i) => Math.sin(1.3 * i + 0.2));
  const given = take(3 + vectors * depth, (i) => Math.cos(0.7 * i));
  const outStep = rows + 3;
  const out = take(1 + vectors * outStep, () => Number.NaN);
  return { rows, vectors, depth, matrix, matrixAt: 2, given, givenAt: 3, out, outAt: 1, outStep };
}

test.each([
  [1, 1, 4],
  [5, 1, 20],
  [6, 1, 36],
  [7, 2, 28],
  [4, 3, 8],
  [9, 4, 52],
  [4, 1, 12],
  [11, 1, 40],
  [3, 7, 16],
  [2, 8, 64],
])("%i rows, %i vectors, %i elements", (rows, vectors, depth) => {
  const all = laid(rows, vectors, depth);
  expect(dots(all)).toBe(true);
  const { matrix, given, out, outStep } = all;
  expect(out[0]).toBeNaN();
  for (let v = 0; v < vectors; v++) {
    for (let i = 0; i < outStep; i++) {
      const got = out[1 + v * outStep + i];
      if (i >= rows) {
        expect(got).toBeNaN();
        continue;
      }
      let sum = 0;
      for (let j = 0; j < depth; j++) sum += matrix[2 + i * depth + j] * given[3 + v * depth + j];
      expect(Math.abs(got - sum)).toBeLessThan(1e-6 * depth);
    }
  }
});

test("arrays elsewhere are left alone", () => {
  const all = laid(2, 1, 4);
  expect(dots({ ...all, given: all.given.slice() })).toBe(false);
  expect(dots({ ...all, matrix: all.matrix.slice() })).toBe(false);
});
