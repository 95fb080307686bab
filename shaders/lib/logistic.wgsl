// The less likely of two states of a unit in a field x (in units of its noise), in units of 2^-32: 1 / (1 + exp(|x|)), linear between the
// entries of a table at multiples of 1/256 up to 23. Integers, so that every adapter decides alike. Twin: src/twins/lib/logistic.ts.

const LOGISTIC_END: f32 = 22.99999;

fn logistic_q32(x: f32) -> u32 {
  let at = u32(min(abs(x), LOGISTIC_END) * 262144.0);
  let k = at >> 10u;
  let here = logistic[k];
  return here - (((here - logistic[k + 1u]) * (at & 1023u)) >> 10u);
}
