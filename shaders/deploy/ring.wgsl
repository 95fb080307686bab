// A neuron of UltraDLIF's ring in the event-driven simulator: V <- tau V + I; U = LSE of its own V and those of its two neighbours; a spike where
// sigmoid(U k) > 0.5 sets its V to 0. A neuron cannot read another's state, so each keeps copies of its neighbours' V: what reaches them reaches
// the copies too, and a neighbour's spike, which comes a step later, sets the copy to 0 before it leaks. All are the same bits as the neighbour's.
// Examples follow each other without a gap: every `steps` steps the neuron begins anew. Twin: src/twins/deploy/ring.ts.
#import "lib/ring"

struct Params {
  steps: f32,  // of an example
  bias: f32,   // of the linear layer before it; a constant input is part of it
  bias_left: f32,
  bias_right: f32,
  tau: f32,    // the raw numbers, as the optimiser sees them
  log_eps: f32,
  log_beta: f32,
  ds: f32,     // 1: beta is a parameter
}

struct State {
  v: f32,
  left: f32,   // copies of the neighbours' V, before what their spike of this step does
  right: f32,
  score: f32,  // spikes of the example so far
  t: f32,      // steps of the example so far; below 0 before the first one
  spike: f32,
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  if ((*s).t == p.steps) {
    (*s).v = 0.0;
    (*s).left = 0.0;
    (*s).right = 0.0;
    (*s).score = 0.0;
    (*s).t = 0.0;
  }
}

// Arrivals: own current, those of the left and right neighbours, their spikes.
fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 5>) {
  (*s).spike = 0.0;
  if ((*s).t >= 0.0) {
    let ring = ring_of(p.tau, p.log_eps, p.log_beta, p.ds != 0.0);
    (*s).v = ring.tau * (*s).v + (arrivals[0] + p.bias);
    (*s).left = ring.tau * select((*s).left, 0.0, arrivals[3] > 0.5) + (arrivals[1] + p.bias_left);
    (*s).right = ring.tau * select((*s).right, 0.0, arrivals[4] > 0.5) + (arrivals[2] + p.bias_right);
    let u = lse3(vec3((*s).left, (*s).v, (*s).right), ring.eps.value).value;
    (*s).spike = select(0.0, 1.0, sigmoid(ring.steep * u) > 0.5);
    (*s).v *= 1.0 - (*s).spike;
    (*s).score += (*s).spike;
  }
  (*s).t += 1.0;
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.spike > 0.5;
}

fn reset(p: Params, s: ptr<function, State>) {
}
