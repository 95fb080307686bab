/** Memories whose arrays are mapped where they are. */
const memories = new WeakMap<ArrayBufferLike, WebAssembly.Memory>();

/** Makes maps of arrays in `memory` work there. The memory must not grow afterwards. */
export function mapWithin(memory: WebAssembly.Memory): void {
  memories.set(memory.buffer, memory);
}

/** The memory of an array's buffer, where `mapWithin` knows it. */
export function memoryOf(buffer: ArrayBufferLike): WebAssembly.Memory | undefined {
  return memories.get(buffer);
}
