/** Twin of shaders/lib/lse.wgsl: eps log(exp(a / eps) + exp(b / eps)). */
export function lse2(a: number, b: number, eps: number): number {
  const most = Math.max(a, b);
  return most + eps * Math.log(Math.exp((a - most) / eps) + Math.exp((b - most) / eps));
}

/** The logistic function. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}
