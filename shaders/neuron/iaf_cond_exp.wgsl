// iaf_cond_exp: leaky integrate-and-fire, exponential synaptic conductances (NEST models/iaf_cond_exp.cpp).
//   C_m V' = -g_L (V - E_L) - g_ex (V - E_ex) - g_in (V - E_in) + I.  Woven into neuron/update.wgsl.
// Written V' = B - A V with the conductances known exactly at the start, middle and end of each of `substeps` equal sub-steps;
// V by classical RK4, or by the exponential midpoint rule where a sub-step is too long for it (A h > 1).
// V is kept relative to V_th. Order of a step: V, conductances decay, arrivals, test, reset.

struct Params {
  substeps: f32,
  h: f32,           // ms, dt / substeps
  half: f32,        // ms, h / 2
  sixth: f32,       // ms, h / 6
  half_ex: f32,     // exp(-h / 2 / tau_syn_ex)
  half_in: f32,     // exp(-h / 2 / tau_syn_in)
  P11_ex: f32,      // exp(-dt / tau_syn_ex)
  P11_in: f32,      // exp(-dt / tau_syn_in)
  inv_C: f32,       // 1 / C_m, 1/pF
  leak: f32,        // g_L / C_m, 1/ms
  rest: f32,        // (g_L (E_L - V_th) + I_e) / C_m, mV/ms
  E_ex: f32,        // relative to V_th, mV
  E_in: f32,        // relative to V_th, mV
  V_reset: f32,     // relative to V_th, mV
  refractory: f32,  // steps
}

struct State {
  V: f32,     // mV, relative to V_th
  g_ex: f32,  // nS
  g_in: f32,  // nS
  r: f32,     // steps left of the refractory period
}

// (A, B) of V' = B - A V, per ms and in mV/ms.
fn line(p: Params, g_ex: f32, g_in: f32, base: f32) -> vec2<f32> {
  let ex = g_ex * p.inv_C;
  let inh = g_in * p.inv_C;
  return vec2<f32>(p.leak + ex + inh, base + ex * p.E_ex + inh * p.E_in);
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  if ((*s).r > 0.0) {
    (*s).r -= 1.0;
  } else {
    let base = p.rest + drive * p.inv_C;
    var V = (*s).V;
    var g_ex = (*s).g_ex;
    var g_in = (*s).g_in;
    var start = line(p, g_ex, g_in, base);
    let n = min(u32(p.substeps), 128u);
    for (var k = 0u; k < n; k++) {
      g_ex *= p.half_ex;
      g_in *= p.half_in;
      let middle = line(p, g_ex, g_in, base);
      g_ex *= p.half_ex;
      g_in *= p.half_in;
      let end = line(p, g_ex, g_in, base);
      if (start.x * p.h > 1.0) {
        let settled = middle.y / middle.x;
        V = settled + (V - settled) * exp(-min(middle.x * p.h, 80.0));
      } else {
        let k1 = start.y - start.x * V;
        let k2 = middle.y - middle.x * (V + p.half * k1);
        let k3 = middle.y - middle.x * (V + p.half * k2);
        let k4 = end.y - end.x * (V + p.h * k3);
        V += p.sixth * (k1 + 2.0 * (k2 + k3) + k4);
      }
      start = end;
    }
    (*s).V = V;
  }
  (*s).g_ex *= p.P11_ex;
  (*s).g_in *= p.P11_in;
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  (*s).g_ex += arrivals[0];
  (*s).g_in += arrivals[1];
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.V >= 0.0;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).V = p.V_reset;
  (*s).r = p.refractory;
}
