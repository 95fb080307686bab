import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./terminal.ts";

/** Pixels a side. */
const SIDE = 6;

/** An idx file of bytes. */
export function idx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  head.setUint32(0, 0x800 + shape.length);
  for (const [k, size] of shape.entries()) head.setUint32(4 + 4 * k, size);
  const bytes = new Uint8Array(head.byteLength + data.length);
  bytes.set(new Uint8Array(head.buffer));
  bytes.set(data, head.byteLength);
  return bytes;
}

/** Images that a small network can learn: class c has bright pixels where c's three squares are, over noise. */
function images(count: number, first: number): { readonly pixels: Uint8Array; readonly labels: Uint8Array } {
  const features = SIDE * SIDE;
  const labels = Uint8Array.from({ length: count }, (_, i) => (i + first) % 10);
  const pixels = Uint8Array.from({ length: count * features }, (_, at) => {
    const [image, pixel] = [Math.floor(at / features), at % features];
    const noise = Math.imul(at + first * 7919, 2654435761) >>> 26;
    const bright = [3, 7, 13].some((step) => (labels[image] * step) % features === pixel);
    return bright ? 255 - noise : noise;
  });
  return { pixels, labels };
}

/** A folder with a data set in MNIST's four files, some replaced. */
export function tinyImages({ train = 300, test = 100 } = {}, replaced: Readonly<Record<string, Uint8Array>> = {}): string {
  const home = join(folder(), "data");
  mkdirSync(home);
  const [a, b] = [images(train, 0), images(test, 5)];
  const files = {
    "train-images-idx3-ubyte": idx([train, SIDE, SIDE], a.pixels),
    "train-labels-idx1-ubyte": idx([train], a.labels),
    "t10k-images-idx3-ubyte": idx([test, SIDE, SIDE], b.pixels),
    "t10k-labels-idx1-ubyte": idx([test], b.labels),
    ...replaced,
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(home, name), bytes);
  return home;
}
