// The inhibitory neuron of Diehl and Cook (2015), which only its excitatory partner reaches, in the order and by the scheme of their code:
//   tau V' = -V + g_ex (E_ex - V),  tau_ex g_ex' = -g_ex.   V is relative to the resting potential.

struct Params {
  leak: f32,     // dt / tau
  lose_ex: f32,  // dt / tau_ex
  E_ex: f32,     // relative to rest, mV
  V_reset: f32,  // relative to rest, mV
  V_th: f32,     // relative to rest, mV
  held: f32,     // steps after the one of a spike in which V stands still
}

struct State {
  V: f32,     // mV, relative to rest
  g_ex: f32,  // in units of the leak conductance
  r: f32,     // steps left in which V stands still
}

// A smaller conductance moves nothing in float32: it is made 0 before it becomes a number that processors are slow with, or cannot hold.
const NOTHING = 1e-12;

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {
  let ex = (*s).g_ex + arrivals[0];
  if ((*s).r > 0.0) {
    (*s).r -= 1.0;
  } else {
    let V = (*s).V;
    (*s).V = V + p.leak * (ex * (p.E_ex - V) - V);
  }
  (*s).g_ex = ex - p.lose_ex * ex;
  if ((*s).g_ex < NOTHING) { (*s).g_ex = 0.0; }
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V > p.V_th;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = p.V_reset;
  (*s).r = p.held;
}
