// The ring of UltraDLIF: the neurons of one example, each beside its two neighbours. Twin: src/twins/lib/ring.ts.
#import "lib/ultra"

// Which neuron `form` asks for.
const MAIN = 0u;       // V <- tau V + I; U = LSE of the three V; s = sigmoid(U k); V <- V (1 - s)
const README = 1u;     // V <- LSE of the three V + I; s = sigmoid(V k); V <- V (1 - s)
const LEAKING = 2u;    // README with tau V in the middle

/** What a layer's parameters are in a step. `steep` is k: 1 / eps, or beta. */
struct Ring {
  tau: f32,
  eps: Bounded,
  beta: Bounded,
  steep: f32,
}

fn ring_of(raw_tau: f32, log_eps: f32, log_beta: f32, own_beta: bool) -> Ring {
  let eps = bounded(log_eps, LOG_EPS_MIN, LOG_EPS_MAX);
  let beta = bounded(log_beta, LOG_BETA_MIN, LOG_BETA_MAX);
  return Ring(sigmoid(raw_tau), eps, beta, select(1.0 / eps.value, beta.value, own_beta));
}

/** The neighbours of a neuron. */
fn left_of(i: u32, features: u32) -> u32 {
  return select(i, features, i == 0u) - 1u;
}
fn right_of(i: u32, features: u32) -> u32 {
  return select(i + 1u, 0u, i + 1u == features);
}
