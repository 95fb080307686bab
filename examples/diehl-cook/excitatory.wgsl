// The excitatory neuron of Diehl and Cook (2015) in the order and by the scheme of their code, forward Euler:
//   tau V' = -V + g_ex (E_ex - V) + g_in (E_in - V),  tau_ex g_ex' = -g_ex,  tau_in g_in' = -g_in,  tau_theta theta' = -theta.
// V is relative to the resting potential. A spike is sent where V is above theta + V_th; it raises theta.
// A step never goes past the potential that V heads for. Where two dozen inhibitory neurons spike at once, Euler's would: V then swings over the
// threshold, all neurons fire, and go on firing for ever.
// What arrives counts in the same step, as what arrived at the end of the step before does there.

struct Params {
  leak: f32,     // dt / tau
  lose_ex: f32,  // dt / tau_ex
  lose_in: f32,  // dt / tau_in
  E_ex: f32,     // relative to rest, mV
  E_in: f32,     // relative to rest, mV
  V_reset: f32,  // relative to rest, mV
  V_th: f32,     // threshold at theta 0, relative to rest, mV
  held: f32,     // steps after the one of a spike in which V stands still
  rise: f32,     // mV a spike raises theta by
  fade: f32,     // dt / tau_theta
}

struct State {
  V: f32,      // mV, relative to rest
  g_ex: f32,   // in units of the leak conductance, as g_in
  g_in: f32,
  theta: f32,  // mV
  faded: f32,  // mV that theta has lost since it was last written: one step's loss is below what its float32 can show
  r: f32,      // steps left in which V stands still
}

// mV: at so much the loss is taken off theta. Below it, a step's loss is not lost in rounding.
const FOLD = 0.015625;
// A smaller conductance moves nothing in float32: it is made 0 before it becomes a number that processors are slow with, or cannot hold.
const NOTHING = 1e-12;

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  (*s).faded += p.fade * (*s).theta;
  if ((*s).faded > FOLD) {
    (*s).theta -= (*s).faded;
    (*s).faded = 0.0;
  }
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  let ex = (*s).g_ex + arrivals[0];
  let inh = (*s).g_in + arrivals[1];
  if ((*s).r > 0.0) {
    (*s).r -= 1.0;
  } else {
    let V = (*s).V;
    let pull = p.leak * (1.0 + ex + inh);
    let push = p.leak * (ex * p.E_ex + inh * p.E_in);
    if (pull < 1.0) { (*s).V = V + (push - pull * V); } else { (*s).V = push / pull; }
  }
  (*s).g_ex = ex - p.lose_ex * ex;
  (*s).g_in = inh - p.lose_in * inh;
  if ((*s).g_ex < NOTHING) { (*s).g_ex = 0.0; }
  if ((*s).g_in < NOTHING) { (*s).g_in = 0.0; }
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V > s.theta - s.faded + p.V_th;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = p.V_reset;
  (*s).r = p.held;
  (*s).theta = (*s).theta - (*s).faded + p.rise;
  (*s).faded = 0.0;
}
