// The soft spike of LIF and PLIF: s = sigmoid(10 (V - 0.5)). Twin: src/twins/dense/activation.ts.
#import "lib/ultra"

const RAWS = 1u;  // raw tau

struct Activation {
  steepness: f32,
}

fn activation_of(raw: array<f32, RAWS>) -> Activation {
  return Activation(10.0);
}

fn shot_of(a: Activation, v: f32) -> Shot {
  let shot = logistic(a.steepness * (v - 0.5));
  return Shot(shot.s, a.steepness * shot.s * shot.rest, 0.0);
}
