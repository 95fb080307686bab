// The neuron of Shiu et al. (2024): tau_m V' = rest - V + g + drive, tau_g g' = -g, both standing still while it is refractory.
// V is kept relative to the threshold. Order of a step as in Brian2: state, test, arrivals, reset. So an arrival that lifts V over the
// threshold makes it fire one step later, and what reaches a neuron in the step of its spike or while it is refractory is lost.
// Imported by brain.wgsl and stimulated.wgsl, which have `receive`. Twin: model.ts.

struct Params {
  leak: f32,     // exp(-dt / tau_m) - 1: the change, whose float32 is finer than that of the factor
  rise: f32,     // mV of V at the end of a step per mV of g at its start
  decay: f32,    // exp(-dt / tau_g)
  rest: f32,     // relative to the threshold, mV
  V_reset: f32,  // relative to the threshold, mV
  w_syn: f32,    // mV a synapse
  held: f32,     // steps after the one of a spike in which the neuron stands still
}

struct State {
  V: f32,  // mV, relative to the threshold
  g: f32,  // mV
  r: f32,  // steps left in which the neuron stands still; -1 between the test and the reset of a spike
}

// Of a smaller g nothing reaches V in float32: it is made 0 before it becomes a number that some hardware cannot hold.
const NOTHING = 1e-12;

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  if ((*s).r == 0.0) {
    (*s).V += p.leak * ((*s).V - p.rest - drive) + p.rise * (*s).g;
    (*s).g *= p.decay;
    if ((*s).g < NOTHING && (*s).g > -NOTHING) { (*s).g = 0.0; }
    if ((*s).V > 0.0) { (*s).r = -1.0; }
  }
}

// Synapses add to g, kicks to V; both are counted in synapses.
fn arrive(p: Params, s: ptr<function, State>, synapses: f32, kicks: f32) {
  if ((*s).r > 0.0) {
    (*s).r -= 1.0;
  } else if ((*s).r == 0.0) {
    (*s).g += p.w_syn * synapses;
    (*s).V += p.w_syn * kicks;
  }
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.r < 0.0;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = p.V_reset;
  (*s).g = 0.0;
  (*s).r = p.held;
}
