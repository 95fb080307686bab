import { GalvaniError } from "../errors.ts";
import type { Buffers, Stage } from "../plan/program.ts";

const ARRAYS = { u32: Uint32Array, i32: Int32Array } as const;

/** Runs stages on the host in float64 and leaves what they wrote as the first contents of the buffers. */
export function preload(buffers: Buffers, stages: readonly Stage[]): void {
  const held: Record<string, Float64Array | Uint32Array | Int32Array> = {};
  const bufferOf = (name: string) => {
    const buffer = buffers[name];
    if (!buffer) throw new GalvaniError(`the field has no buffer "${name}"`);
    const { type, length, data } = buffer;
    held[name] ??= type !== "f32" ? ARRAYS[type].from(data ?? { length }) : data ? Float64Array.from(data) : new Float64Array(length);
    return held[name];
  };
  for (const { kernel, shape, bindings } of stages) {
    const twin = kernel.twin as (...args: unknown[]) => void;
    twin(shape, ...Object.values(bindings).map(bufferOf));
  }
  for (const [name, values] of Object.entries(held)) {
    if (values instanceof Float64Array) buffers[name].data = Float32Array.from(values);
  }
}
