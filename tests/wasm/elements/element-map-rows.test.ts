/** Functions of the shaders' text taken of matrices in WebAssembly: what they give, where they write, where they leave the work to the twin. */
import { expect, test } from "vitest";
import { workWithin } from "../../../src/wasm/assembler/memory.ts";
import { ElementMap } from "../../../src/wasm/elements/element-map.ts";

const TEXT = `
struct Two { sum: f32, product: f32 }
fn both(row: f32, x: f32, y: f32, c: f32) -> Two { return Two(c * row + x, select(x * y, c, row > 2.5)); }
fn root(x: f32) -> f32 { return sqrt(x) + exp(x); }
`;

function place() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  workWithin(memory);
  const array = (at: number, length: number, of: (k: number) => number) => {
    const made = new Float32Array(memory.buffer, 4 * at, length);
    made.set(Array.from({ length }, (_, k) => of(k)));
    return made;
  };
  return { array };
}

test.each([4, 5, 7, 8, 13])("%i columns: a multiple of four is done, in rows of any step; nothing else is touched", (columns) => {
  const { array } = place();
  const rows = 3;
  const numbers = array(1, rows, (k) => k + 1);
  const x = array(11, 100, (k) => Math.sin(k));
  const y = array(211, 100, (k) => Math.cos(k));
  const sums = array(411, 120, () => Number.NaN);
  const products = array(611, 120, () => Number.NaN);
  const operands = {
    numbers: [{ array: numbers, at: 0, step: 1 }],
    inputs: [
      { array: x, at: 2, step: 17 },
      { array: y, at: 5, step: 0 },
    ],
    outs: [
      { array: sums, at: 1, step: 20 },
      { array: products, at: 0, step: 16 },
    ],
    scalars: [0.5],
  };
  const done = new ElementMap(TEXT, "both").run(rows, columns, operands);
  expect(done).toBe(4 * Math.floor(columns / 4));
  const wanted = { sums: new Float32Array(120).fill(Number.NaN), products: new Float32Array(120).fill(Number.NaN) };
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < done; c++) {
      wanted.sums[1 + 20 * r + c] = Math.fround(0.5 * (r + 1)) + x[2 + 17 * r + c];
      wanted.products[16 * r + c] = r === 2 ? 0.5 : x[2 + 17 * r + c] * y[5 + c];
    }
  }
  expect(sums).toEqual(wanted.sums);
  expect(products).toEqual(wanted.products);
});

test("in place, and with a function of the host's", () => {
  const { array } = place();
  const x = array(3, 40, (k) => k / 10);
  const before = x.slice();
  const rows = { array: x, at: 0, step: 20 };
  expect(new ElementMap(TEXT, "root").run(2, 18, { inputs: [rows], outs: [rows] })).toBe(16);
  x.forEach((value, k) => {
    if (k % 20 < 16) expect(value).toBeCloseTo(Math.sqrt(before[k]) + Math.exp(before[k]), 5);
    else expect(value).toBe(before[k]);
  });
});

test("too few columns, and arrays elsewhere or apart, are left alone", () => {
  const { array } = place();
  const map = new ElementMap(TEXT, "root");
  const inside = { array: array(3, 8, (k) => k), at: 0, step: 0 };
  const apart = { array: place().array(3, 8, (k) => k), at: 0, step: 0 };
  const elsewhere = { array: new Float32Array(8), at: 0, step: 0 };
  expect(map.run(1, 3, { inputs: [inside], outs: [inside] })).toBe(0);
  expect(map.run(0, 8, { inputs: [inside], outs: [inside] })).toBe(0);
  expect(map.run(1, 8, { inputs: [apart], outs: [inside] })).toBe(0);
  expect(map.run(1, 8, { inputs: [elsewhere], outs: [elsewhere] })).toBe(0);
  expect(Array.from(inside.array)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("a function that is not there, or gives another number of results", () => {
  const { array } = place();
  const one = { array: array(3, 8, (k) => k), at: 0, step: 0 };
  const run = (name: string) => new ElementMap(TEXT, name).run(1, 8, { inputs: [one], outs: [one, one] });
  expect(() => run("cube")).toThrow("fn cube is missing");
  expect(() => run("root")).toThrow("fn root does not give 2 f32");
});
