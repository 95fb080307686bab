import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy } from "../../src/io/npy.ts";

/** Permeability 1 left of an edge and 0 right of it; what stands for the pressure is a smooth hump beside it. */
function cases(count: number, n: number): { readonly x: Uint8Array; readonly y: Float32Array } {
  const edge = (k: number) => 0.2 + ((k * 37) % 60) / 100;
  const at = (index: number) => ({ k: Math.floor(index / (n * n)), row: Math.floor(index / n) % n, column: index % n });
  const all = Array.from({ length: count * n * n }, (_, index) => at(index));
  return {
    x: Uint8Array.from(all, ({ k, column }) => (column / n < edge(k) ? 1 : 0)),
    y: Float32Array.from(all, ({ k, row, column }) => Math.sin((Math.PI * row) / n) * (1.5 - (column / n - edge(k)) ** 2)),
  };
}

/** A folder with a small set in the files of `darcy-fno`, some replaced or (undefined) left out. */
export function tinyDarcy(train = 24, test = 6, replaced: Readonly<Record<string, Uint8Array | undefined>> = {}): string {
  const home = mkdtempSync(join(tmpdir(), "galvani-darcy-"));
  const files: Record<string, Uint8Array | undefined> = {};
  for (const [set, count, n] of [
    ["train_16", train, 16],
    ["test_16", test, 16],
    ["test_32", test, 32],
  ] as const) {
    const { x, y } = cases(count, n);
    files[`darcy_${set}_x.npy`] = encodeNpy(x, [count, n, n]);
    files[`darcy_${set}_y.npy`] = encodeNpy(y, [count, n, n]);
  }
  for (const [name, bytes] of Object.entries({ ...files, ...replaced })) if (bytes) writeFileSync(join(home, name), bytes);
  return home;
}
