// Three-factor STDP as NEST's stdp_dopamine_synapse (Izhikevich 2007; Potjans, Morrison, Diesmann 2010): pairs change the eligibility c, which decays;
// dw/dt = c (n - b). The clock integrates that for the interval that begins with it, the decay of c exactly. `n`, the concentration, is for a
// modulator to scale. Order of pairs as in stdp_synapse. Twin: src/twins/plasticity/stdp_dopamine_synapse.ts.

struct Params {
  A_plus: f32,
  A_minus: f32,
  n: f32,
  b: f32,
  gain: f32,  // integral of exp(-t / tau_c) over the interval, ms
  Wmin: f32,
  Wmax: f32,
}

struct Synapse { w: f32, c: f32 }
struct Pre { plus: f32 }
struct Post { minus: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).c = (*s).c + p.A_plus * pre.plus;
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  (*s).c = (*s).c - p.A_minus * post.minus;
  return (*s).w;
}

fn on_step(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = clamp((*s).w + (*s).c * p.gain * (p.n - p.b), p.Wmin, p.Wmax);
}
