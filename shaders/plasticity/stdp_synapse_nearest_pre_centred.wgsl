// Pair STDP of nearest neighbours, centred on the source, as NEST's stdp_nn_pre_centered_synapse (Izhikevich and Desai 2003): a spike of the target
// is paired with all spikes of the source since the target's spike before, which it makes the synapse forget; a spike of the source with the nearest
// spike of the target before it. Order and delivery as in stdp_synapse. Twin: src/twins/plasticity/stdp_synapse.ts.
#import "lib/power"

struct Params {
  Wmax: f32,
  inverse: f32,      // 1 / Wmax
  potentiate: f32,   // lambda Wmax
  depress: f32,      // alpha lambda Wmax
  mu_plus: f32,
  mu_minus: f32,
}

struct Synapse { w: f32, plus: f32 }
struct Pre { none: f32 }
struct Post { minus: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = min((*s).w + p.potentiate * power(1.0 - (*s).w * p.inverse, p.mu_plus) * (*s).plus, p.Wmax);
  (*s).plus = 0.0;
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  (*s).w = max((*s).w - p.depress * power((*s).w * p.inverse, p.mu_minus) * post.minus, 0.0);
  (*s).plus = (*s).plus + 1.0;
  return (*s).w;
}
