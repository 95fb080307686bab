// What stands for the derivative of a spike [u > 0]: 1, as in snnTorch. Twin: src/twins/dense/surrogate.ts.
fn surrogate(u: f32) -> f32 {
  return 1.0;
}
