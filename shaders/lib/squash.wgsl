// tanh and the logistic function as a ratio of polynomials in x^2, times x: fitted to the least largest relative error (2.1e-8 before rounding;
// in float32 within 4e-7). WGSL's own tanh may overflow for large x, and on the CPU four lanes at once take this where they could not take
// the host's. Twin: src/twins/lib/squash.ts, which has the host's.
const SQUASH_REACH = 9.0;

fn squash(x: f32) -> f32 {
  let c = clamp(x, -SQUASH_REACH, SQUASH_REACH);
  let t = c * c;
  let p = (((1.33368611e-8 * t + 2.05962833e-5) * t + 3.49481160e-3) * t + 0.133803720) * t + 0.999999979;
  let q = (((7.76928833e-7 * t + 3.28436414e-4) * t + 2.58740288e-2) * t + 0.467136875) * t + 1.0;
  return clamp(c * p / q, -1.0, 1.0);
}

fn logistic(x: f32) -> f32 {
  return 0.5 + 0.5 * squash(0.5 * x);
}
