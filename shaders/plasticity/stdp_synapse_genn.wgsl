// Pair STDP in GeNN's order (its built-in STDP): nearest neighbours, pairs formed from spike steps, the weight before the depression delivered. GeNN knows
// the last spike of either side only, and does nothing where both spike in one step: the spikes before are then not seen either. So the depression
// is taken back where the target turns out to spike in the same step. Twin: src/twins/plasticity/stdp_synapse.ts.
#import "lib/power"

struct Params {
  Wmax: f32,
  inverse: f32,      // 1 / Wmax
  potentiate: f32,   // lambda Wmax
  depress: f32,      // alpha lambda Wmax
  mu_plus: f32,
  mu_minus: f32,
}

struct Synapse {
  w: f32,
  before: f32,  // the weight before the last depression
}
struct Pre { plus: f32 }
struct Post { minus: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  // The trace is 1 in the step of the spike alone.
  if (pre.plus == 1.0) {
    (*s).w = (*s).before;
    return;
  }
  (*s).w = min((*s).w + p.potentiate * power(1.0 - (*s).w * p.inverse, p.mu_plus) * pre.plus, p.Wmax);
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  (*s).before = (*s).w;
  (*s).w = max((*s).w - p.depress * power((*s).w * p.inverse, p.mu_minus) * post.minus, 0.0);
  return (*s).before;
}
