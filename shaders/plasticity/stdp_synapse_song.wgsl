// Pair STDP in Brian2's order (Song, Miller and Abbott 2000): pairs are formed from spike steps, without the delay; the source's path comes before the
// target's, so that a coincident pair gives the whole potentiation. The weight before the depression is delivered. Twin: src/twins/plasticity/stdp_synapse.ts.
#import "lib/power"

struct Params {
  Wmax: f32,
  inverse: f32,
  potentiate: f32,
  depress: f32,
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
  let delivered = (*s).w;
  (*s).w = max((*s).w - p.depress * power((*s).w * p.inverse, p.mu_minus) * post.minus, 0.0);
  return delivered;
}
