/** Twin of shaders/bench/atomic_add.wgsl; sums wrap at 32 bits as the shader's do. */
export function atomic_add(n: number, indices: Uint32Array, weights: Int32Array, sums: Int32Array): void {
  for (let i = 0; i < n; i++) sums[indices[i]] = (sums[indices[i]] + weights[i]) | 0;
}
