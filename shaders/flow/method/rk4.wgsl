// The classical method of Runge and Kutta, of order 4.
fn advance(shape: Shape, p: Params_flow, s: Whole, i: u32, step: u32) -> Whole {
  let h = shape.dt;
  let t = f32(step) * h;
  let half = 0.5 * h;
  let k1 = slope(p, s, t);
  let k2 = slope(p, axpy(s, half, k1), t + half);
  let k3 = slope(p, axpy(s, half, k2), t + half);
  let k4 = slope(p, axpy(s, h, k3), f32(step + 1u) * h);
  return axpy(s, h * (1.0 / 6.0), axpy(sum(k1, k4), 2.0, sum(k2, k3)));
}
