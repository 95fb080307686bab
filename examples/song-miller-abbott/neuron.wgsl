// The neuron of Song, Miller and Abbott (2000) as Brian2's STDP example has it: tau_m V' = g (E_e - V) + E_L - V, tau_e g' = -g, both by Euler's
// method from their old values; g is relative to the leak. Order of a step: V and g, test, arrivals, reset.

struct Params {
  leak: f32,     // dt / tau_m
  decay: f32,    // dt / tau_e
  g_max: f32,    // of the leak, for a weight of 1
  E_e: f32,      // mV
  E_L: f32,      // mV
  V_th: f32,     // mV
  V_reset: f32,  // mV
}

struct State {
  V: f32,  // mV
  g: f32,  // of the leak
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  (*s).V += p.leak * ((*s).g * (p.E_e - (*s).V) + p.E_L - (*s).V);
  (*s).g -= p.decay * (*s).g;
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {
  (*s).g += p.g_max * arrivals[0];
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V > p.V_th;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = p.V_reset;
}
