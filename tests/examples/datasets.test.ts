import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { loadImages } from "../../examples/shared/datasets.ts";
import { InputError } from "../../src/errors.ts";

const home = mkdtempSync(join(tmpdir(), "galvani-images-"));
afterAll(() => rmSync(home, { recursive: true }));

function idx(shape: readonly number[], data: readonly number[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  head.setUint32(0, 0x800 + shape.length);
  for (const [k, size] of shape.entries()) head.setUint32(4 + 4 * k, size);
  return Uint8Array.from([...new Uint8Array(head.buffer), ...data]);
}

const PIXELS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110];
const GOOD = {
  "train-images-idx3-ubyte": idx([2, 2, 3], PIXELS),
  "train-labels-idx1-ubyte.gz": gzipSync(idx([2], [9, 0])),
  "t10k-images-idx3-ubyte.gz": gzipSync(idx([1, 2, 3], PIXELS.slice(6))),
  "t10k-labels-idx1-ubyte": idx([1], [4]),
};

let made = 0;
/** A folder of its own with the good files, some replaced or (undefined) left out. */
function folderOf(replaced: Readonly<Record<string, Uint8Array | undefined>> = {}): string {
  const folder = join(home, String(made++));
  mkdirSync(folder);
  for (const [name, bytes] of Object.entries({ ...GOOD, ...replaced })) if (bytes) writeFileSync(join(folder, name), bytes);
  return folder;
}

test("four files, plain or gzipped", async () => {
  const { train, test } = await loadImages(folderOf());
  expect(train).toMatchObject({ count: 2, rows: 2, columns: 3 });
  expect([...train.pixels]).toEqual(PIXELS);
  expect([...train.labels]).toEqual([9, 0]);
  expect(test).toMatchObject({ count: 1, rows: 2, columns: 3 });
  expect([...test.pixels]).toEqual(PIXELS.slice(6));
  expect([...test.labels]).toEqual([4]);
});

test("the plain file goes before the gzipped one", async () => {
  const { train } = await loadImages(folderOf({ "train-labels-idx1-ubyte": idx([2], [1, 2]) }));
  expect([...train.labels]).toEqual([1, 2]);
});

test.each([
  ["a missing file", { "t10k-labels-idx1-ubyte": undefined }, /t10k-labels-idx1-ubyte": is not there, with or without .gz; name a folder/],
  ["fewer labels", { "train-labels-idx1-ubyte.gz": gzipSync(idx([1], [1])) }, /has 1 labels where train-images-idx3-ubyte has 2 images/],
  ["a label of 10", { "train-labels-idx1-ubyte.gz": gzipSync(idx([2], [9, 10])) }, /ubyte.gz": has label 10 at 1; labels must be 0 to 9/],
  ["images of one dimension", { "train-images-idx3-ubyte": idx([12], PIXELS) }, /has 1 dimensions \(12\), not 3/],
  ["labels of two", { "t10k-labels-idx1-ubyte": idx([1, 1], [3]) }, /has 2 dimensions \(1 x 1\), not 1/],
  ["no image", { "t10k-images-idx3-ubyte.gz": gzipSync(idx([0, 2, 3], [])) }, /has shape 0 x 2 x 3; it must hold images/],
  ["two sizes", { "t10k-images-idx3-ubyte.gz": gzipSync(idx([1, 3, 2], PIXELS.slice(6))) }, /3 x 2 to test, 2 x 3 to train/],
  ["a truncated file", { "train-images-idx3-ubyte": idx([2, 2, 3], PIXELS.slice(1)) }, /12 bytes, 11 follow the header/],
])("%s: one clear error", async (_, replaced, message) => {
  const folder = folderOf(replaced);
  await expect(loadImages(folder)).rejects.toThrow(InputError);
  await expect(loadImages(folder)).rejects.toThrow(/^data: "/);
  await expect(loadImages(folder)).rejects.toThrow(message);
});

test("a folder that is none, and a file that cannot be read", async () => {
  await expect(loadImages(join(home, "nowhere"))).rejects.toThrow(/^data: .*nowhere": is not a folder; name a folder with train-images/);
  const folder = folderOf({ "t10k-labels-idx1-ubyte": undefined });
  mkdirSync(join(folder, "t10k-labels-idx1-ubyte"));
  await expect(loadImages(folder)).rejects.toThrow(/t10k-labels-idx1-ubyte": cannot be read \(EISDIR/);
});

const COUNTS = {
  mnist: { first: [5, 0, 4, 1, 9], each: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949] },
  "fashion-mnist": { first: [9, 0, 0, 3, 0], each: new Array<number>(10).fill(6000) },
};
/** The published counts of labels to train with. */
describe.each(Object.entries(COUNTS))("%s", (name, { first, each }) => {
  const folder = `../shared/data/${name}`;
  test.skipIf(!existsSync(folder))("as its makers publish it", async () => {
    const { train, test } = await loadImages(folder);
    expect(train).toMatchObject({ count: 60_000, rows: 28, columns: 28 });
    expect(test).toMatchObject({ count: 10_000, rows: 28, columns: 28 });
    expect([train.pixels.length, test.pixels.length]).toEqual([60_000 * 784, 10_000 * 784]);
    const counts = new Array<number>(10).fill(0);
    for (const label of train.labels) counts[label]!++;
    expect(counts).toEqual(each);
    expect([...train.labels.subarray(0, 5)]).toEqual(first);
  });
});
