import { readFileSync } from "node:fs";

/** The golden data in tests/golden (its README is that of the people who made it). */
const folder = new URL("../../golden/", import.meta.url);

/** A golden `.json`, taken as T: the data is fixed, the tests read what they name. */
export function goldenJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), "utf8")) as T;
}

/** A golden `.npy` (v1.0, little-endian, C order), its numbers in float64. */
export function goldenArray(name: string): { shape: number[]; data: Float64Array } {
  const file = readFileSync(new URL(name, folder));
  const header = file.toString("latin1", 10, 10 + file.readUInt16LE(8));
  const type = /'descr': '<(\w\d)'/.exec(header)?.[1] ?? "";
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? "")
    .split(",")
    .filter((s) => s.trim())
    .map(Number);
  const bytes = Uint8Array.from(file.subarray(10 + file.readUInt16LE(8))).buffer;
  const views = { f8: Float64Array, f4: Float32Array, u4: Uint32Array, u2: Uint16Array, i4: Int32Array };
  const View = views[type as keyof typeof views];
  if (!View) throw new Error(`${name}: ${header}`);
  return { shape, data: Float64Array.from(new View(bytes)) };
}
