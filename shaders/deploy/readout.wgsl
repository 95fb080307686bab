// An output of a deployed network that ends with a linear layer: adds up what it outputs in the steps of an example, and never spikes.
// Examples follow each other without a gap. Twin: src/twins/deploy/readout.ts.

struct Params {
  steps: f32,  // of an example
  bias: f32,
}

struct State {
  score: f32,  // sum over the steps so far
  t: f32,      // steps of the example so far; below 0 before the first one
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  if ((*s).t == p.steps) {
    (*s).score = 0.0;
    (*s).t = 0.0;
  }
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {
  if ((*s).t >= 0.0) { (*s).score += arrivals[0] + p.bias; }
  (*s).t += 1.0;
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return false;
}

fn reset(p: Params, s: ptr<function, State>) {
}
