// iaf_psc_alpha: leaky integrate-and-fire, alpha-shaped synaptic currents, exact integration
// (Rotter and Diesmann 1999; NEST models/iaf_psc_alpha.cpp). Woven into neuron/update.wgsl.
// A current is two variables: I' = dI - I / tau_syn, dI' = -dI / tau_syn; an arrival w adds w e / tau_syn to dI,
// so that I peaks at w. V is kept relative to V_th. Order of a step: V, currents, arrivals, test, reset.

struct Params {
  P11_ex: f32,      // exp(-dt / tau_syn_ex)
  P11_in: f32,      // exp(-dt / tau_syn_in)
  P21_ex: f32,      // dt P11_ex, pA per pA/ms of dI_ex
  P21_in: f32,      // dt P11_in, pA per pA/ms of dI_in
  leak: f32,        // exp(-dt / tau_m) - 1: the change, whose float32 is finer than that of the factor
  P31_ex: f32,      // mV per pA/ms of dI_ex
  P31_in: f32,      // mV per pA/ms of dI_in
  P32_ex: f32,      // mV per pA of I_ex
  P32_in: f32,      // mV per pA of I_in
  P30: f32,         // mV per pA of drive
  drift: f32,       // -leak (E_L - V_th) + P30 I_e, mV
  rise_ex: f32,     // e / tau_syn_ex, 1/ms
  rise_in: f32,     // e / tau_syn_in, 1/ms
  V_reset: f32,     // relative to V_th, mV
  V_min: f32,       // relative to V_th, mV
  refractory: f32,  // steps
}

struct State {
  V: f32,      // mV, relative to V_th
  dI_ex: f32,  // pA/ms
  I_ex: f32,   // pA
  dI_in: f32,  // pA/ms
  I_in: f32,   // pA
  r: f32,      // steps left of the refractory period
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  if ((*s).r > 0.0) {
    (*s).r -= 1.0;
  } else {
    let ex = p.P31_ex * (*s).dI_ex + p.P32_ex * (*s).I_ex;
    let inh = p.P31_in * (*s).dI_in + p.P32_in * (*s).I_in;
    let change = p.leak * (*s).V + ex + inh + p.P30 * drive + p.drift;
    (*s).V = max((*s).V + change, p.V_min);
  }
  (*s).I_ex = p.P21_ex * (*s).dI_ex + p.P11_ex * (*s).I_ex;
  (*s).I_in = p.P21_in * (*s).dI_in + p.P11_in * (*s).I_in;
  (*s).dI_ex *= p.P11_ex;
  (*s).dI_in *= p.P11_in;
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  (*s).dI_ex += p.rise_ex * arrivals[0];
  (*s).dI_in += p.rise_in * arrivals[1];
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V >= 0.0;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = p.V_reset;
  (*s).r = p.refractory;
}
