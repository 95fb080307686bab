// Standard normal deviates in integers: a table of the inverse distribution function, 64 segments an octave of the tail
// probability, linear between. Same bits on every adapter and on the host. Twin: src/twins/lib/normal.ts.
#import "lib/philox"

// z in units of 2^-26 from 32 random bits; `tables[at ..]` holds the table.
fn normal_q26(u: u32, at: u32) -> i32 {
  let m = u & 0x7fffffffu;
  let octave = countLeadingZeros(m);
  let fraction = m << ((octave + 1u) & 31u);
  let entry = at + octave * 65u + (fraction >> 26u);
  let high = tables[entry];
  let z = i32(high - mulhi(high - tables[entry + 1u], fraction << 6u));
  return select(z, -z, (u >> 31u) == 1u);
}
