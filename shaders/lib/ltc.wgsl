// A synapse of a liquid time-constant cell: what it adds to a unit's sums. Twin: src/twins/cell/ltc_step.ts.
#import "lib/squash"

struct LtcSums {
  driven: f32,   // conductance times reversal
  open: f32,     // conductance
}

/** @param v potential of the source; what the unit's synapses came to so far */
fn ltc_synapse(v: f32, w: f32, sigma: f32, mu: f32, erev: f32, driven: f32, open: f32) -> LtcSums {
  let own = w * logistic(sigma * (v - mu));
  return LtcSums(driven + own * erev, open + own);
}

/** The same from an input, which a factor and an offset make a potential of. */
fn ltc_sensor(x: f32, factor: f32, offset: f32, w: f32, sigma: f32, mu: f32, erev: f32, driven: f32, open: f32) -> LtcSums {
  return ltc_synapse(x * factor + offset, w, sigma, mu, erev, driven, open);
}
