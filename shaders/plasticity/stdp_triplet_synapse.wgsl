// Triplet STDP as NEST's stdp_triplet_synapse (Pfister and Gerstner 2006, all to all). The slow traces are taken just before the spike they act at.
// Order and delivery as in stdp_synapse. The size of a weight moves between 0 and |Wmax|; its sign is that of Wmax.
// Twin: src/twins/plasticity/stdp_triplet_synapse.ts.

struct Params {
  Aplus: f32,
  Aminus: f32,
  Aplus_triplet: f32,
  Aminus_triplet: f32,
  size: f32,  // |Wmax|
  sign: f32,  // of Wmax
}

struct Synapse { w: f32 }
struct Pre { plus: f32, plus_triplet: f32 }
struct Post { minus: f32, minus_triplet: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = p.sign * min(abs((*s).w) + pre.plus * (p.Aplus + p.Aplus_triplet * post.minus_triplet), p.size);
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  (*s).w = p.sign * max(abs((*s).w) - post.minus * (p.Aminus + p.Aminus_triplet * pre.plus_triplet), 0.0);
  return (*s).w;
}
