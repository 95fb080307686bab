// GELU in its exact form: x Phi(x), Phi(x) = (1 + erf(x / sqrt 2)) / 2, and its slope Phi(x) + x phi(x). WGSL has no erf; Phi - 1/2 and the
// slope - 1/2 are odd, so each is x times a ratio of polynomials in x^2, fitted to the least largest relative error (2.1e-8 and 1.6e-8
// before rounding; in float32 within 5e-7). Beyond their reach both are 0 or 1 to float32. Twin: src/twins/lib/gelu.ts.
const PHI_REACH = 5.6;
const SLOPE_REACH = 6.2;

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
  var p = ((-3.01353e-11 * t + 1.4661096e-8) * t + 1.3704425e-6) * t + 3.2074295e-5;
  p = (((p * t + 3.7817782e-4) * t + 1.3368464e-2) * t - 1.2887297e-2) * t + 0.7978845;
  var q = ((4.3057662e-7 * t + 1.2048809e-5) * t + 2.8180965e-4) * t + 4.4158e-3;
  q = ((q * t + 4.7483332e-2) * t + 0.31718114) * t + 1.0;
  return select(0.5 + x * p / q, select(0.0, 1.0, x > 0.0), abs(x) >= SLOPE_REACH);
}
