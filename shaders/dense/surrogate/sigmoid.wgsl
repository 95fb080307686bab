// What stands for the derivative of a spike [u > 0]: that of a sigmoid, slope 25, as in snnTorch. Twin: src/twins/dense/surrogate.ts.
fn surrogate(u: f32) -> f32 {
  let e = exp(-25.0 * abs(u));
  return 25.0 * e / ((1.0 + e) * (1.0 + e));
}
