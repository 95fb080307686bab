// A dense layer's neuron (its text, shaders/dense/neuron/*.wgsl, stands before this one) in the event-driven simulator: what arrives in a step
// is the input of that step, spikes are 0 or 1. Examples follow each other without a gap: every `steps` steps the neuron begins anew.
// The RAW_ and STATE_ lines are made from the neuron's raw numbers and states (src/deploy/models.ts). Twin: src/twins/deploy/neuron.ts.

struct Params {
  steps: f32,  // of an example
  bias: f32,   // of the linear layer before it, and of the recurrent one; a constant input is part of it
  RAW_FIELDS
}

struct State {
  STATE_FIELDS
  score: f32,  // spikes of the example so far
  t: f32,      // steps of the example so far; below 0 before the first one
  spike: f32,
}

fn emitted(soft: f32) -> f32 { return select(0.0, 1.0, soft > 0.5); }

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  if ((*s).t == p.steps) {
    STATE_CLEARS
    (*s).score = 0.0;
    (*s).t = 0.0;
  }
}

// Arrivals: from the layer before, and from this one, spikes of the step before; those of the example before count for nothing.
fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  (*s).spike = 0.0;
  if ((*s).t >= 0.0) {
    let x = arrivals[0] + p.bias + select(0.0, arrivals[1], (*s).t > 0.0);
    let stepped = step(cell_of(array<f32, RAWS>(RAW_VALUES)), array<f32, STATES>(STATE_VALUES), x);
    STATE_STORES
    (*s).spike = stepped.spike;
    (*s).score += stepped.spike;
  }
  (*s).t += 1.0;
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.spike > 0.5;
}

fn reset(p: Params, s: ptr<function, State>) {
}
