// Pair STDP of nearest neighbours, restricted, as NEST's stdp_nn_restr_synapse (Morrison, Diesmann and Gerstner 2008, fig. 7C): between two spikes of
// the source the first spike of the target potentiates, and there is a depression only where the target spiked. Order and delivery as in
// stdp_synapse. Twin: src/twins/plasticity/stdp_synapse.ts.
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
  waiting: f32,  // 1: the source spiked, the target not since
}
struct Pre { plus: f32 }
struct Post { minus: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  if ((*s).waiting == 0.0) { return; }
  (*s).w = min((*s).w + p.potentiate * power(1.0 - (*s).w * p.inverse, p.mu_plus) * pre.plus, p.Wmax);
  (*s).waiting = 0.0;
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  if ((*s).waiting == 0.0) {
    (*s).w = max((*s).w - p.depress * power((*s).w * p.inverse, p.mu_minus) * post.minus, 0.0);
  }
  (*s).waiting = 1.0;
  return (*s).w;
}
