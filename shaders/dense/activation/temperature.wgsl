// The soft spike of SigmaLIF: s = sigmoid(V / eps), eps learnable. Twin: src/twins/dense/activation.ts.
#import "lib/ultra"

const RAWS = 2u;  // raw tau, log eps

struct Activation {
  eps: Bounded,
}

fn activation_of(raw: array<f32, RAWS>) -> Activation {
  return Activation(bounded(raw[1], LOG_EPS_MIN, LOG_EPS_MAX));
}

fn shot_of(a: Activation, v: f32) -> Shot {
  let shot = logistic(v / a.eps.value);
  let slope = shot.s * shot.rest / a.eps.value;
  return Shot(shot.s, slope, -slope * v * a.eps.free);
}
