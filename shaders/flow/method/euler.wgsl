// Euler's method, of order 1.
fn advance(shape: Shape, p: Params_flow, s: Whole, i: u32, step: u32) -> Whole {
  return axpy(s, shape.dt, slope(p, s, f32(step) * shape.dt));
}
