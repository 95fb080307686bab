// hh_psc_alpha: Hodgkin-Huxley (1952) squid axon, alpha-shaped synaptic currents (NEST models/hh_psc_alpha.cpp).
//   C_m V' = -g_Na m^3 h (V - E_Na) - g_K n^4 (V - E_K) - g_L (V - E_L) + I_ex + I_in + I.  Woven into neuron/update.wgsl.
// Classical RK4 in `substeps` equal sub-steps, the synaptic currents exact at the start, middle and end of each.
// A spike is the first grid point after a maximum of V that lies at or above 0 mV, outside t_ref; V runs on.
// V is absolute: the threshold is 0 mV. Order of a step: V and gates, currents, arrivals, test.

struct Params {
  substeps: f32,
  h: f32,           // ms, dt / substeps
  half_ex: f32,     // exp(-h / 2 / tau_syn_ex)
  half_in: f32,     // exp(-h / 2 / tau_syn_in)
  P11_ex: f32,      // exp(-dt / tau_syn_ex)
  P11_in: f32,      // exp(-dt / tau_syn_in)
  P21_ex: f32,      // dt P11_ex, ms
  P21_in: f32,      // dt P11_in, ms
  rise_ex: f32,     // e / tau_syn_ex, 1/ms
  rise_in: f32,     // e / tau_syn_in, 1/ms
  inv_C: f32,       // 1 / C_m, 1/pF
  g_Na: f32,        // this and the others by C_m, 1/ms
  g_K: f32,
  g_L: f32,
  E_Na: f32,        // mV
  E_K: f32,         // mV
  E_L: f32,         // mV
  I_e: f32,         // by C_m, mV/ms
  refractory: f32,  // steps
}

struct State {
  V: f32,       // mV
  Act_m: f32,
  Inact_h: f32,
  Act_n: f32,
  dI_ex: f32,   // pA/ms
  I_ex: f32,    // pA
  dI_in: f32,   // pA/ms
  I_in: f32,    // pA
  r: f32,       // steps left of the refractory period
}

// x / (1 - exp(-x)), by its series where that is 0 / 0.
fn linoid(x: f32) -> f32 {
  if (abs(x) < 0.5) {
    let q = x * x;
    return 1.0 + 0.5 * x + q * (0.083333333 - q * (0.0013888889 - q * 0.000033068783));
  }
  return x / (1.0 - exp(-x));
}

// Slopes of (V, m, h, n); I in mV/ms.
fn rate(p: Params, y: vec4<f32>, I: f32) -> vec4<f32> {
  // Below -120 mV the gates stand at their ends, and their rates would outrun the sub-step.
  let v = clamp(y.x, -120.0, 300.0);
  let open = vec3<f32>(linoid(0.1 * (v + 40.0)), 0.07 * exp((v + 65.0) * -0.05), 0.1 * linoid(0.1 * (v + 55.0)));
  let shut = vec3<f32>(
    4.0 * exp((v + 65.0) * -0.055555556),
    1.0 / (1.0 + exp((v + 35.0) * -0.1)),
    0.125 * exp((v + 65.0) * -0.0125));
  let gates = open - (open + shut) * y.yzw;
  let sodium = p.g_Na * y.y * y.y * y.y * y.z * (y.x - p.E_Na);
  let potassium = p.g_K * y.w * y.w * y.w * y.w * (y.x - p.E_K);
  return vec4<f32>(I - sodium - potassium - p.g_L * (y.x - p.E_L), gates);
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  let constant = p.I_e + drive * p.inv_C;
  let half = 0.5 * p.h;
  var y = vec4<f32>((*s).V, (*s).Act_m, (*s).Inact_h, (*s).Act_n);
  // Synaptic currents (excitatory, inhibitory) by C_m, mV/ms, and their sources.
  var source = vec2<f32>((*s).dI_ex, (*s).dI_in) * p.inv_C;
  var current = vec2<f32>((*s).I_ex, (*s).I_in) * p.inv_C;
  let decay = vec2<f32>(p.half_ex, p.half_in);
  var start = constant + current.x + current.y;
  let n = min(u32(p.substeps), 128u);
  for (var k = 0u; k < n; k++) {
    current = (current + half * source) * decay;
    source *= decay;
    let middle = constant + current.x + current.y;
    current = (current + half * source) * decay;
    source *= decay;
    let end = constant + current.x + current.y;
    let k1 = rate(p, y, start);
    let k2 = rate(p, y + half * k1, middle);
    let k3 = rate(p, y + half * k2, middle);
    let k4 = rate(p, y + p.h * k3, end);
    y += p.h / 6.0 * (k1 + 2.0 * (k2 + k3) + k4);
    start = end;
  }
  (*s).V = y.x;
  (*s).Act_m = y.y;
  (*s).Inact_h = y.z;
  (*s).Act_n = y.w;
  (*s).I_ex = p.P21_ex * (*s).dI_ex + p.P11_ex * (*s).I_ex;
  (*s).I_in = p.P21_in * (*s).dI_in + p.P11_in * (*s).I_in;
  (*s).dI_ex *= p.P11_ex;
  (*s).dI_in *= p.P11_in;
  (*s).r = max((*s).r - 1.0, 0.0);
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  (*s).dI_ex += p.rise_ex * arrivals[0];
  (*s).dI_in += p.rise_in * arrivals[1];
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return previous.r == 0.0 && s.V >= 0.0 && previous.V > s.V;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).r = p.refractory;
}
