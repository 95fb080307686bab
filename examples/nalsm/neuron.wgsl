// NALSM's neuron: a leaky potential that starts from 0 after a spike, and a synaptic current. Order of a step: what arrived adds to the current,
// current, kicks and leak to the potential, test, reset. It integrates while refractory; only the spike waits.
// The published step begins with the test: its order is the same, a step being cut at another place.

struct Params {
  decay: f32,      // exp(-dt / tau_u)
  share: f32,      // 1 / tau_u, per ms
  leak: f32,       // 1 / tau_v, per ms
  threshold: f32,  // mV
  held: f32,       // steps after a spike until the next one may come
}

struct State {
  V: f32,  // mV
  c: f32,  // sum over sources of weight exp(-u / tau_u), u the time since the source's last spike
  r: f32,  // steps until a spike may come
}

// Below this a current is made 0 before it becomes a number that some hardware cannot hold.
const NOTHING = 1e-12;

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  (*s).c *= p.decay;
  if (abs((*s).c) < NOTHING) { (*s).c = 0.0; }
  if ((*s).r > 0.0) { (*s).r -= 1.0; }
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  (*s).c += arrivals[0];
  (*s).V += (*s).c * p.share + arrivals[1] - (*s).V * p.leak;
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V >= p.threshold && s.r <= 0.0;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = 0.0;
  (*s).r = p.held;
}
