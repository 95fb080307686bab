// The method of Euler and Maruyama for dx = f dt + g dB (Ito), noise of each variable its own: strong order 0.5.
fn advance(shape: Shape, p: Params_flow, s: Whole, i: u32, step: u32) -> Whole {
  let t = f32(step) * shape.dt;
  let noise = times(diffusion_flow(p, s, t), increments(shape, i, step));
  return sum(axpy(s, shape.dt, slope(p, s, t)), noise);
}
