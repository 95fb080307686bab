// Log-sum-exp at a temperature, the soft maximum of UltraLIF (arXiv 2602.11206): stable, because the largest argument is taken out.
// Twin: src/twins/lib/lse.ts.

/** eps log(exp(a / eps) + exp(b / eps)): at least max(a, b), at most eps log 2 above it. */
fn lse2(a: f32, b: f32, eps: f32) -> f32 {
  let most = max(a, b);
  return most + eps * log(exp((a - most) / eps) + exp((b - most) / eps));
}

/** The logistic function, without overflow on either side. */
fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}
