// aeif_cond_exp: adaptive exponential integrate-and-fire, exponential conductances (Brette and Gerstner 2005; NEST
// models/aeif_cond_exp.cpp). V is relative to V_th, where the exponential is 1. Woven into neuron/update.wgsl.
//   C_m V' = -g_L (V - E_L) + g_L Delta_T exp((V - V_th) / Delta_T) - g_ex (V - E_ex) - g_in (V - E_in) - w + I
//   tau_w w' = a (V - E_L) - w;  the right-hand sides see min(V, V_peak).
// Classical RK4 in `substeps` equal sub-steps, conductances exact. From 2 Delta_T below V_th on it integrates
// y = exp(-(V - V0) / Delta_T), which runs almost straight into the blow-up of V, instead of V. The crossing of V_peak is
// located within its sub-step: V = V_reset, w += b there, then on to the end of the sub-step by Euler.

struct Params {
  substeps: f32,
  h: f32,           // ms, dt / substeps
  half_ex: f32,     // exp(-h / 2 / tau_syn_ex)
  half_in: f32,     // exp(-h / 2 / tau_syn_in)
  P11_ex: f32,      // exp(-dt / tau_syn_ex)
  P11_in: f32,      // exp(-dt / tau_syn_in)
  P_w: f32,         // exp(-h / tau_w)
  inv_C: f32,       // 1 / C_m, 1/pF
  leak: f32,        // g_L / C_m, 1/ms
  rest: f32,        // (g_L (E_L - V_th) + I_e) / C_m, mV/ms
  E_L: f32,         // this and the other potentials relative to V_th, mV
  E_ex: f32,
  E_in: f32,
  upswing: f32,     // g_L Delta_T / C_m, mV/ms
  Delta_T: f32,     // mV
  inv_Delta: f32,   // 1 / Delta_T, 1/mV (0 if Delta_T is 0)
  near: f32,        // mV, from here on y is integrated
  V_peak: f32,
  V_reset: f32,
  a: f32,           // nS
  b: f32,           // pA
  inv_tau_w: f32,   // 1/ms
  refractory: f32,  // steps held after a spike, and 1 for the rest of its own; 0 for none
}

struct State {
  V: f32,       // mV, relative to V_th
  g_ex: f32,    // nS
  g_in: f32,    // nS
  w: f32,       // pA
  r: f32,       // steps left of the refractory period
  spikes: f32,  // crossings in this step
}

// One sub-step: where it began, and the (A, B) of the linear part B - A V - w / C_m at its start, middle and end.
struct Piece {
  straight: bool,  // V itself is integrated, not y
  V0: f32,         // mV
  E0: f32,         // upswing / Delta_T exp(V0 / Delta_T), 1/ms
  low: f32,        // y at V_peak
  ab: array<vec2<f32>, 3>,
}

// Where a sub-step led: V or y, w, and h times the slope of y at its start.
struct Reached {
  x: f32,
  w: f32,
  slope: f32,
}

fn line(p: Params, g_ex: f32, g_in: f32, base: f32) -> vec2<f32> {
  let ex = g_ex * p.inv_C;
  let inh = g_in * p.inv_C;
  return vec2<f32>(p.leak + ex + inh, base + ex * p.E_ex + inh * p.E_in);
}

fn bounded_exp(x: f32) -> f32 {
  return exp(clamp(x, -80.0, 80.0));
}

// Slopes of (V or y, w).
fn rate(p: Params, c: Piece, ab: vec2<f32>, at: vec2<f32>) -> vec2<f32> {
  var V = min(at.x, p.V_peak);
  if (!c.straight) {
    V = c.V0 - p.Delta_T * log(max(at.x, c.low));
  }
  let linear = ab.y - ab.x * V - at.y * p.inv_C;
  let w = (p.a * (V - p.E_L) - at.y) * p.inv_tau_w;
  if (c.straight) {
    return vec2<f32>(linear + p.upswing * bounded_exp(V * p.inv_Delta), w);
  }
  return vec2<f32>(-(c.E0 + at.x * linear * p.inv_Delta), w);
}

fn rk4(p: Params, c: Piece, at: vec2<f32>) -> Reached {
  let k1 = rate(p, c, c.ab[0], at);
  let k2 = rate(p, c, c.ab[1], at + 0.5 * p.h * k1);
  let k3 = rate(p, c, c.ab[1], at + 0.5 * p.h * k2);
  let k4 = rate(p, c, c.ab[2], at + p.h * k3);
  let to = at + p.h / 6.0 * (k1 + 2.0 * (k2 + k3) + k4);
  return Reached(to.x, to.y, p.h * k1.x);
}

// Where a sub-step is too long for Runge-Kutta: V relaxes with the mid-step conductances, then the upswing is added to y.
fn leap(p: Params, c: Piece, w: f32) -> Reached {
  let settled = (c.ab[1].y - w * p.inv_C) / c.ab[1].x;
  let moved = (settled - c.V0) * (1.0 - bounded_exp(-(c.ab[1].x * p.h)));
  let w_end = w + p.h * (p.a * (min(c.V0, p.V_peak) - p.E_L) - w) * p.inv_tau_w;
  if (c.straight) { return Reached(c.V0 + moved, w_end, 0.0); }
  let q = moved * p.inv_Delta;
  let y = bounded_exp(-q);
  let mean = select(1.0, (1.0 - y) / q, abs(q) > 0.001);
  let to = y - c.E0 * p.h * mean;
  return Reached(to, w_end, to - 1.0);
}

// The end of a sub-step that crossed V_peak at `part` of it, V being `mean` on the way: reset, and on by Euler.
fn spike(p: Params, s: ptr<function, State>, part: f32, mean: f32, ab: vec2<f32>) {
  let t = (1.0 - part) * p.h;
  let w = (*s).w + part * p.h * (p.a * (mean - p.E_L) - (*s).w) * p.inv_tau_w + p.b;
  (*s).spikes += 1.0;
  (*s).V = p.V_reset;
  (*s).w = w + t * (p.a * (p.V_reset - p.E_L) - w) * p.inv_tau_w;
  if (p.refractory > 0.0) {
    (*s).r = p.refractory;
  } else {
    let upswing = p.upswing * bounded_exp(p.V_reset * p.inv_Delta);
    (*s).V += t * (ab.y - ab.x * p.V_reset - w * p.inv_C + upswing);
  }
}

fn substep(p: Params, s: ptr<function, State>, ab: array<vec2<f32>, 3>) {
  let w = (*s).w;
  if ((*s).r > 0.0) {
    let settled = p.a * (p.V_reset - p.E_L);
    (*s).V = p.V_reset;
    (*s).w = settled + (w - settled) * p.P_w;
    return;
  }
  let V0 = (*s).V;
  let fast = abs(ab[0].y - ab[0].x * V0 - w * p.inv_C) * p.h * p.inv_Delta > 1.0;
  let stiff = ab[0].x * p.h > 1.0 || (V0 >= p.near && fast);
  var c = Piece(p.Delta_T == 0.0 || (V0 < p.near && !stiff), V0, 0.0, 0.0, ab);
  var to: Reached;
  if (c.straight) {
    if (stiff) { to = leap(p, c, w); } else { to = rk4(p, c, vec2<f32>(V0, w)); }
    if (to.x >= p.V_peak) {
      let part = clamp((p.V_peak - V0) / (to.x - V0), 0.0, 1.0);
      spike(p, s, part, 0.5 * (V0 + p.V_peak), ab[2]);
      return;
    }
    (*s).V = to.x;
  } else {
    c.low = bounded_exp((V0 - p.V_peak) * p.inv_Delta);
    c.E0 = p.upswing * p.inv_Delta * bounded_exp(V0 * p.inv_Delta);
    if (stiff) { to = leap(p, c, w); } else { to = rk4(p, c, vec2<f32>(1.0, w)); }
    if (to.x <= c.low) {
      // The parabola through y at both ends with the slope at the start.
      let bend = to.x - 1.0 - to.slope;
      let root = sqrt(max(to.slope * to.slope - 4.0 * bend * (1.0 - c.low), 0.0));
      let part = clamp(2.0 * (1.0 - c.low) / max(root - to.slope, 1e-20), 0.0, 1.0);
      // y falls in a line from 1 to low: the mean of V0 - Delta_T log(y).
      let mean = V0 + p.Delta_T + c.low * (V0 - p.V_peak) / max(1.0 - c.low, 1e-6);
      spike(p, s, part, mean, ab[2]);
      return;
    }
    (*s).V = V0 - p.Delta_T * log(to.x);
  }
  (*s).w = to.w;
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  let base = p.rest + drive * p.inv_C;
  var g_ex = (*s).g_ex;
  var g_in = (*s).g_in;
  (*s).spikes = 0.0;
  var start = line(p, g_ex, g_in, base);
  let n = min(u32(p.substeps), 128u);
  for (var k = 0u; k < n; k++) {
    let middle = line(p, g_ex * p.half_ex, g_in * p.half_in, base);
    g_ex *= p.half_ex * p.half_ex;
    g_in *= p.half_in * p.half_in;
    let end = line(p, g_ex, g_in, base);
    substep(p, s, array<vec2<f32>, 3>(start, middle, end));
    start = end;
  }
  (*s).r = max((*s).r - 1.0, 0.0);
  (*s).g_ex *= p.P11_ex;
  (*s).g_in *= p.P11_in;
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  (*s).g_ex += arrivals[0];
  (*s).g_in += arrivals[1];
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.spikes > 0.0;
}

fn reset(p: Params, s: ptr<function, State>) {
  // Done where it crossed, inside `advance`.
}
