import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../src/errors.ts";
import { decodeIdx, type Idx } from "../../src/io/idx.ts";
import type { LabelledSet } from "../../src/learn/data.ts";

/** Labelled images of one size. */
export interface Images {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** count * rows * columns, image by image, row by row from the top; 0 to 255. */
  readonly pixels: Uint8Array;
  /** One an image, 0 to 9. */
  readonly labels: Uint8Array;
}

/** Images to learn from and to be asked about. */
export interface DataSets {
  readonly train: Images;
  readonly test: Images;
}

const FILES = {
  train: ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
  test: ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
} as const;
/** What a folder of images must hold, for messages. */
export const IMAGE_FILES = `with ${[...FILES.train, ...FILES.test].join(", ")} (or .gz), as MNIST and Fashion-MNIST have them`;
const WANTED = `name a folder ${IMAGE_FILES}`;
const CLASSES = 10;

/**
 * Reads MNIST, or a data set in its four files, from a folder; where a file is there both plain and as .gz, the plain one is read.
 * @throws InputError at `data`: a folder or file absent, damaged, of another shape, images and labels that do not go together
 */
export async function loadImages(folder: string): Promise<DataSets> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new InputError("data", folder, `is not a folder; ${WANTED}`);
  const train = imagesOf(folder, ...FILES.train);
  const test = imagesOf(folder, ...FILES.test);
  if (test.rows !== train.rows || test.columns !== train.columns) {
    const sizes = `${test.rows} x ${test.columns} to test, ${train.rows} x ${train.columns} to train`;
    throw new InputError("data", folder, `has images of two sizes, ${sizes}; take all four files from one data set`);
  }
  return { train, test };
}

/** Images as what learns takes them. @param most so many of the first ones; all where there are fewer */
export function labelledSet({ rows, columns, pixels, labels }: Images, most = labels.length): LabelledSet {
  const features = rows * columns;
  return { shape: [features], pixels: pixels.subarray(0, most * features), labels: labels.subarray(0, most), classes: CLASSES };
}

function imagesOf(folder: string, imageFile: string, labelFile: string): Images {
  const images = read(folder, imageFile, 3);
  const labels = read(folder, labelFile, 1);
  const [count, rows, columns] = images.shape as [number, number, number];
  if (count === 0 || rows === 0 || columns === 0)
    throw new InputError("data", images.path, `has shape ${images.shape.join(" x ")}; it must hold images: copy it again`);
  if (labels.shape[0] !== count) {
    const counts = `${labels.shape[0]} labels where ${imageFile} has ${count} images`;
    throw new InputError("data", labels.path, `has ${counts}; take both files from one data set`);
  }
  const wrong = labels.data.findIndex((label) => label >= CLASSES);
  if (wrong >= 0)
    throw new InputError("data", labels.path, `has label ${labels.data[wrong]} at ${wrong}; labels must be 0 to ${CLASSES - 1}`);
  return { count, rows, columns, pixels: images.data, labels: labels.data };
}

function read(folder: string, name: string, dimensions: number): Idx & { readonly path: string } {
  const plain = join(folder, name);
  const path = existsSync(plain) ? plain : `${plain}.gz`;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (missing) throw new InputError("data", plain, `is not there, with or without .gz; ${WANTED}`);
    throw new InputError("data", path, `cannot be read (${(error as Error).message}); ${WANTED}`);
  }
  const found = decodeIdx(bytes, "data", path);
  if (found.shape.length !== dimensions) {
    const shape = `has ${found.shape.length} dimensions (${found.shape.join(" x ")}), not ${dimensions}`;
    throw new InputError("data", path, `${shape}; take the file of this name from MNIST or a data set like it`);
  }
  return { ...found, path };
}
