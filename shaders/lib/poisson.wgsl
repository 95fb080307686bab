// Poisson counts in integers: inversion of one 32-bit word by p_k = p_(k-1) lambda / k. Twin: src/twins/lib/poisson.ts.
#import "lib/philox"

// `p0` is exp(-lambda) in units of 2^-32, `lambda` in units of 2^-28 (at most 8: the host splits larger ones into parts).
fn poisson_count(u: u32, p0: u32, lambda: u32) -> u32 {
  var k = 0u;
  var p = p0;
  var cumulative = p0;
  while (u >= cumulative && p != 0u) {
    k += 1u;
    let ratio = lambda / k;
    p = (mulhi(p, ratio) << 4u) | ((p * ratio) >> 28u);
    cumulative += p;
  }
  return k;
}
