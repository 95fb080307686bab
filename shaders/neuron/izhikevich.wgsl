// izhikevich: the simple model of Izhikevich (2003) (NEST models/izhikevich.cpp). Woven into neuron/update.wgsl.
//   V' = 0.04 V^2 + 5 V + 140 - U + I,  U' = a (b V - U);  V >= V_th: V = c, U += d.  Time in ms, V in mV.
// consistent 1: forward Euler, V and U both from their old values, arrivals (mV) added to V after it.
// consistent 0: as published: two half-steps of V with the arrivals as a current inside, then U from the new V.
// V is kept relative to c: float32 is then finest in the slow passage after a reset, where the next spike's time is decided (the
// crossing of V_th itself is fast). With x = V - c, 0.04 V^2 + 5 V + 140 + I_e is (0.04 x + linear) x + offset.

struct Params {
  dt: f32,          // ms
  half: f32,        // dt / 2, ms
  linear: f32,      // 0.08 c + 5
  offset: f32,      // 0.04 c^2 + 5 c + 140 + I_e
  dt_a: f32,        // dt a
  b: f32,
  b_c: f32,         // b c
  V_th: f32,        // relative to c, mV
  d: f32,
  V_min: f32,       // relative to c, mV
  consistent: f32,  // 0 or 1
}

struct State {
  V: f32,  // mV, relative to c
  U: f32,  // recovery variable, mV/ms
  I: f32,  // what the drive was in this step, for the half-steps in `receive`
}

fn slope(p: Params, V: f32, U: f32, I: f32) -> f32 {
  return (0.04 * V + p.linear) * V + p.offset - U + I;
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  (*s).I = drive;
  if (p.consistent > 0.0) {
    let V = (*s).V;
    (*s).V = V + p.dt * slope(p, V, (*s).U, drive);
    (*s).U += p.dt_a * (p.b * V + p.b_c - (*s).U);
  }
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {
  if (p.consistent > 0.0) {
    (*s).V += arrivals[0];
  } else {
    let I = (*s).I + arrivals[0];
    (*s).V += p.half * slope(p, (*s).V, (*s).U, I);
    (*s).V += p.half * slope(p, (*s).V, (*s).U, I);
    (*s).U += p.dt_a * (p.b * (*s).V + p.b_c - (*s).U);
  }
  (*s).V = max((*s).V, p.V_min);
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V >= p.V_th;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = 0.0;
  (*s).U += p.d;
}
