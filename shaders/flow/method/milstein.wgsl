// Milstein's method for dx = f dt + g dB (Ito), noise of each variable its own: strong order 1. One more term, g dg/dx (dB^2 - dt) / 2.
fn advance(shape: Shape, p: Params_flow, s: Whole, i: u32, step: u32) -> Whole {
  let t = f32(step) * shape.dt;
  let g = diffusion_flow(p, s, t);
  let db = increments(shape, i, step);
  let second = times(times(g, diffusion_slope_flow(p, s, t)), shifted(times(db, db), -shape.dt));
  return axpy(sum(axpy(s, shape.dt, slope(p, s, t)), times(g, db)), 0.5, second);
}
