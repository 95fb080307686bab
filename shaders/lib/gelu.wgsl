// GELU in its exact form: x Phi(x), Phi(x) = (1 + erf(x / sqrt 2)) / 2, and its slope Phi(x) + x phi(x). WGSL has no erf; Phi - 1/2 and the
// slope - 1/2 are odd, so each is x times a ratio of polynomials in x^2, fitted to the least largest relative error (2.1e-8 and 1.6e-8
// before rounding; in float32 within 5e-7). Beyond their reach both are 0 or 1 to float32. Twin: src/twins/lib/gelu.ts.
const PHI_REACH = 5.6;
const SLOPE_REACH = 6.2;

/** Phi(x). */
fn normal_share(x: f32) -> f32 {
  let t = x * x;
  let p = ((((2.22974878e-8 * t + 6.28979510e-6) * t + 1.68929589e-4) * t + 4.67735263e-3) * t + 3.39290410e-2) * t + 0.398942272;
  let q = ((((1.17966058e-6 * t + 7.33443871e-5) * t + 1.88549377e-3) * t + 2.86775670e-2) * t + 0.251713820) * t + 1.0;
  return select(0.5 + x * p / q, select(0.0, 1.0, x > 0.0), abs(x) >= PHI_REACH);
}

fn gelu(x: f32) -> f32 {
  return x * normal_share(x);
}

fn gelu_slope(x: f32) -> f32 {
  let t = x * x;
  var p = ((-3.01352997e-11 * t + 1.46610965e-8) * t + 1.37044257e-6) * t + 3.20742955e-5;
  p = (((p * t + 3.78177809e-4) * t + 1.33684637e-2) * t - 1.28872976e-2) * t + 0.797884548;
  var q = ((4.30576626e-7 * t + 1.20488098e-5) * t + 2.81809664e-4) * t + 4.41579964e-3;
  q = ((q * t + 4.74833323e-2) * t + 0.317181133) * t + 1.0;
  return select(0.5 + x * p / q, select(0.0, 1.0, x > 0.0), abs(x) >= SLOPE_REACH);
}

/** The gradient of GELU's input, from that of its output. */
fn gelu_adjoint(x: f32, grad: f32) -> f32 {
  return grad * gelu_slope(x);
}
