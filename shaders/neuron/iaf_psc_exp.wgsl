// iaf_psc_exp: leaky integrate-and-fire, exponential synaptic currents, exact integration
// (Rotter and Diesmann 1999; NEST models/iaf_psc_exp.cpp). Woven into neuron/update.wgsl.
// V is kept relative to V_th: float32 is finest near zero, where a spike is decided.

struct Params {
  P11_ex: f32,      // exp(-dt / tau_syn_ex)
  P11_in: f32,      // exp(-dt / tau_syn_in)
  leak: f32,        // exp(-dt / tau_m) - 1: the change, whose float32 is finer than that of the factor
  P21_ex: f32,      // mV per pA of I_ex
  P21_in: f32,      // mV per pA of I_in
  P20: f32,         // mV per pA of drive
  drift: f32,       // -leak (E_L - V_th) + P20 I_e, mV
  V_reset: f32,     // relative to V_th, mV
  refractory: f32,  // steps
}

struct State {
  V: f32,     // mV, relative to V_th
  I_ex: f32,  // pA
  I_in: f32,  // pA
  r: f32,     // steps left of the refractory period
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  if ((*s).r > 0.0) {
    (*s).r -= 1.0;
  } else {
    (*s).V += p.leak * (*s).V + p.P21_ex * (*s).I_ex + p.P21_in * (*s).I_in + p.P20 * drive + p.drift;
  }
  (*s).I_ex *= p.P11_ex;
  (*s).I_in *= p.P11_in;
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  (*s).I_ex += arrivals[0];
  (*s).I_in += arrivals[1];
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V >= 0.0;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = p.V_reset;
  (*s).r = p.refractory;
}
