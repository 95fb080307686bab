// log(1 + exp(x)), to float32 wherever it is above 0: WGSL's log may be wrong by 2^-21 near 1, so log(1 + e) for e of 0 to 1 is its series in
// e / (2 + e), 1/3 at most. Twin: src/twins/lib/softplus.ts.

fn softplus(x: f32) -> f32 {
  let e = exp(-abs(x));
  let s = e / (2.0 + e);
  let q = s * s;
  var sum = 1.0 / 13.0 + q * (1.0 / 15.0);
  sum = 1.0 / 11.0 + q * sum;
  sum = 1.0 / 9.0 + q * sum;
  sum = 1.0 / 7.0 + q * sum;
  sum = 1.0 / 5.0 + q * sum;
  sum = 1.0 / 3.0 + q * sum;
  return max(x, 0.0) + 2.0 * s * (1.0 + q * sum);
}
