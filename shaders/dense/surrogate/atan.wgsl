// What stands for the derivative of a spike [u > 0]: that of an arc tangent, alpha 2, as in snnTorch. Twin: src/twins/dense/surrogate.ts.
fn surrogate(u: f32) -> f32 {
  let x = 3.1415926535 * u;
  return 1.0 / (1.0 + x * x);
}
