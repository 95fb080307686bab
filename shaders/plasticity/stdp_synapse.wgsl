// Pair STDP as NEST's stdp_synapse: all to all, the delay dendritic. Spikes of the target that arrived since the last spike of the source are made
// up for first, each with the source's trace before this spike; then comes the depression, with the target's trace from spikes strictly before; the
// weight after it is delivered. So a coincident pair changes nothing. Guetig et al. (2003). Twin: src/twins/plasticity/stdp_synapse.ts.
#import "lib/power"

struct Params {
  Wmax: f32,
  inverse: f32,      // 1 / Wmax
  potentiate: f32,   // lambda Wmax
  depress: f32,      // alpha lambda Wmax
  mu_plus: f32,
  mu_minus: f32,
}

struct Synapse { w: f32 }
struct Pre { plus: f32 }
struct Post { minus: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = min((*s).w + p.potentiate * power(1.0 - (*s).w * p.inverse, p.mu_plus) * pre.plus, p.Wmax);
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  (*s).w = max((*s).w - p.depress * power((*s).w * p.inverse, p.mu_minus) * post.minus, 0.0);
  return (*s).w;
}
