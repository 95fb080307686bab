/** Twin of shaders/bench/copy.wgsl. */
export function copy(n: number, source: Uint32Array, target: Uint32Array): void {
  for (let i = 0; i < n; i++) target[i] = source[i];
}
