/** Twin of shaders/lib/squash.wgsl. */
export const squash = Math.tanh;

export function logistic(x: number): number {
  return 0.5 + 0.5 * Math.tanh(0.5 * x);
}
