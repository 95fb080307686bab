// GELU in its exact form: x Phi(x), Phi(x) = (1 + erf(x / sqrt 2)) / 2, and its slope Phi(x) + x phi(x). WGSL has no erf; Phi - 1/2 and the
// slope - 1/2 are odd, so each is x times a ratio of polynomials in x^2, fitted to the least largest relative error (2.1e-8 and 0.8e-8
// before rounding; in float32 within 4e-7). Beyond their reach both are 0 or 1 to float32. Twin: src/twins/lib/gelu.ts.
const PHI_REACH = 5.6;
const SLOPE_REACH = 5.9;

/** Phi(x). */
fn normal_share(x: f32) -> f32 {
  let t = x * x;
  let p = ((((2.2297488e-8 * t + 6.2897952e-6) * t + 1.6892959e-4) * t + 4.6773525e-3) * t + 3.3929043e-2) * t + 0.39894226;
  let q = ((((1.1796606e-6 * t + 7.334439e-5) * t + 1.8854938e-3) * t + 2.8677568e-2) * t + 0.2517138) * t + 1.0;
  return select(0.5 + x * p / q, select(0.0, 1.0, x > 0.0), abs(x) >= PHI_REACH);
}

fn gelu(x: f32) -> f32 {
  return x * normal_share(x);
}

fn gelu_slope(x: f32) -> f32 {
  let t = x * x;
  var p = ((-2.8061291e-11 * t + 1.19991155e-8) * t + 9.777912e-7) * t + 3.2082207e-5;
  p = (((p * t + 2.3116684e-4) * t + 1.36893345e-2) * t - 2.1011427e-2) * t + 0.7978846;
  var q = ((3.239191e-7 * t + 1.0133453e-5) * t + 2.452133e-4) * t + 3.99871e-3;
  q = ((q * t + 4.449083e-2) * t + 0.30699924) * t + 1.0;
  return select(0.5 + x * p / q, select(0.0, 1.0, x > 0.0), abs(x) >= SLOPE_REACH);
}
