// Heun's method, of order 2: the mean of the slopes at both ends.
fn advance(shape: Shape, p: Params_flow, s: Whole, i: u32, step: u32) -> Whole {
  let h = shape.dt;
  let k1 = slope(p, s, f32(step) * h);
  let k2 = slope(p, axpy(s, h, k1), f32(step + 1u) * h);
  return axpy(s, 0.5 * h, sum(k1, k2));
}
