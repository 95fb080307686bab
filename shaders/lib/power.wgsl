// Powers, from multiplications and additions alone, so that adapters and the CPU get the same bits: their own pow, exp2 and log2 differ in the last
// ones. Relative error below 1e-6 for |y log2(x)| < 8. Coefficients: minimax polynomials of log(1 + z) and 2^f. Twin: src/twins/lib/power.ts.

fn log_2(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  // The mantissa between sqrt(1/2) and sqrt(2), and the exponent that belongs to it.
  let shifted = bits - 0x3f3504f3u;
  let exponent = f32(bitcast<i32>(shifted) >> 23u);
  let z = bitcast<f32>((shifted & 0x007fffffu) + 0x3f3504f3u) - 1.0;
  var q = 7.0376836292e-2;
  q = q * z - 1.1514610310e-1;
  q = q * z + 1.1676998740e-1;
  q = q * z - 1.2420140846e-1;
  q = q * z + 1.4249322787e-1;
  q = q * z - 1.6668057665e-1;
  q = q * z + 2.0000714765e-1;
  q = q * z - 2.4999993993e-1;
  q = q * z + 3.3333331174e-1;
  let square = z * z;
  let natural = q * z * square - 0.5 * square + z;
  return natural * 1.4426950408889634 + exponent;
}

fn exp_2(x: f32) -> f32 {
  let bounded = clamp(x, -126.0, 126.0);
  let whole = floor(bounded + 0.5);
  let f = bounded - whole;
  var q = 1.535336188319500e-4;
  q = q * f + 1.339887440266574e-3;
  q = q * f + 9.618437357674640e-3;
  q = q * f + 5.550332471162809e-2;
  q = q * f + 2.402264791363012e-1;
  q = q * f + 6.931472028550421e-1;
  return (q * f + 1.0) * bitcast<f32>(u32(i32(whole) + 127) << 23u);
}

// x to the y for x of 0 and above: exactly 1 for y = 0 and x for y = 1, 0 for x at or below 0.
fn power(x: f32, y: f32) -> f32 {
  if (y == 0.0) { return 1.0; }
  if (y == 1.0) { return max(x, 0.0); }
  if (x <= 0.0) { return 0.0; }
  return exp_2(y * log_2(x));
}
