// What the numbers of an Ultra neuron are in a step. Twin: src/twins/lib/ultra.ts.
#import "lib/lse"

// Logarithms of 0.1, 20 and 50.
const LOG_EPS_MIN = -2.3025850929940457;
const LOG_EPS_MAX = 2.995732273553991;
const LOG_BETA_MIN = -2.3025850929940457;
const LOG_BETA_MAX = 3.912023005428146;

/** A positive number kept by its logarithm, within bounds. `free` is 1 inside of them; outside, 0: there is no gradient. */
struct Bounded {
  value: f32,
  free: f32,
}

fn bounded(raw: f32, low: f32, high: f32) -> Bounded {
  return Bounded(exp(clamp(raw, low, high)), select(0.0, 1.0, raw >= low && raw <= high));
}
