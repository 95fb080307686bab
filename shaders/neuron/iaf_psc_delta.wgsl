// iaf_psc_delta: leaky integrate-and-fire, each arrival a jump of V, exact integration
// (NEST models/iaf_psc_delta.cpp). Woven into neuron/update.wgsl.
// V is kept relative to V_th. Order of a step: V decays, arrivals are added, V_min, test, reset.
// Whether the neuron is held in this step is decided by r before it is lowered, so r is lowered in `receive`.

struct Params {
  leak: f32,              // exp(-dt / tau_m) - 1: the change, whose float32 is finer than that of the factor
  P30: f32,               // mV per pA of drive
  drift: f32,             // -leak (E_L - V_th) + P30 I_e, mV
  V_reset: f32,           // relative to V_th, mV
  V_min: f32,             // relative to V_th, mV
  refractory: f32,        // steps
  refractory_input: f32,  // 1: arrivals during the refractory period are kept, decaying; 0: they are dropped
}

struct State {
  V: f32,     // mV, relative to V_th
  kept: f32,  // mV, what arrived during the refractory period, decayed to its end
  r: f32,     // steps left of the refractory period
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  if ((*s).r == 0.0) {
    (*s).V += p.leak * (*s).V + p.P30 * drive + p.drift;
  }
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {
  if ((*s).r > 0.0) {
    // NEST's w exp(-r dt / tau_m), as a decay per step: one factor for each step that r still counts.
    let kept = (*s).kept + p.refractory_input * arrivals[0];
    (*s).kept = kept + p.leak * kept;
    (*s).r -= 1.0;
  } else {
    (*s).V = max((*s).V + arrivals[0] + (*s).kept, p.V_min);
    (*s).kept = 0.0;
  }
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V >= 0.0;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = p.V_reset;
  (*s).r = p.refractory;
}
