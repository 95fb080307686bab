// What stands for the derivative of a spike [u > 0]: that of a fast sigmoid, slope 25, as in snnTorch. Twin: src/twins/dense/surrogate.ts.
fn surrogate(u: f32) -> f32 {
  let x = 25.0 * abs(u) + 1.0;
  return 1.0 / (x * x);
}
