// Inhibitory plasticity as NEST's vogels_sprekeler_synapse (Vogels, Sprekeler et al. 2011): every pair potentiates, whichever spike is first, every spike
// of the source depresses by a constant. Order as in NEST: the target's spikes since, then the pairs with those before, the constant, delivery.
// The size of a weight moves between 0 and |Wmax|; its sign is that of Wmax. Twin: src/twins/plasticity/vogels_sprekeler_synapse.ts.

struct Params {
  eta: f32,
  constant: f32,  // alpha eta
  size: f32,      // |Wmax|
  sign: f32,      // of Wmax
}

struct Synapse { w: f32 }
struct Pre { x: f32 }
struct Post { x: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = p.sign * min(abs((*s).w) + p.eta * pre.x, p.size);
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  let more = min(abs((*s).w) + p.eta * post.x, p.size);
  (*s).w = p.sign * max(more - p.constant, 0.0);
  return (*s).w;
}
