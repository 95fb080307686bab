// The soft spike of DSpike: s = 1/2 + tanh(k (V - 1/2)) / (2 tanh(k / 2)) within [0, 1], k = softplus(raw), learnable.
// Twin: src/twins/dense/activation.ts.
#import "lib/ultra"

const RAWS = 2u;  // raw tau, raw k
// tanh is 1 from here on; some devices overflow far beyond.
const FLAT = 10.0;

struct Activation {
  k: f32,
  k_slope: f32,   // dk / draw
  whole: f32,     // tanh(k / 2)
}

fn activation_of(raw: array<f32, RAWS>) -> Activation {
  let k = max(raw[1], 0.0) + log(1.0 + exp(-abs(raw[1])));
  return Activation(k, sigmoid(raw[1]), tanh(min(FLAT, 0.5 * k)));
}

fn shot_of(a: Activation, v: f32) -> Shot {
  let from_middle = v - 0.5;
  if (abs(from_middle) > 0.5) { return Shot(select(0.0, 1.0, v > 0.5), 0.0, 0.0); }
  let part = tanh(clamp(a.k * from_middle, -FLAT, FLAT));
  let bend = 1.0 - part * part;
  let to_k = (from_middle * bend * a.whole - 0.5 * part * (1.0 - a.whole * a.whole)) / (2.0 * a.whole * a.whole);
  return Shot(0.5 + 0.5 * part / a.whole, 0.5 * a.k * bend / a.whole, to_k * a.k_slope);
}
