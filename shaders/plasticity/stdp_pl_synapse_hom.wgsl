// Power-law STDP as NEST's stdp_pl_synapse_hom (Morrison, Aertsen, Diesmann 2007): potentiation lambda w^mu, depression alpha lambda w. All to all,
// NEST's order as in stdp_synapse. Twin: src/twins/plasticity/stdp_pl_synapse_hom.ts.
#import "lib/power"

struct Params {
  lambda: f32,
  depress: f32,   // alpha lambda
  mu: f32,
}

struct Synapse { w: f32 }
struct Pre { plus: f32 }
struct Post { minus: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = (*s).w + p.lambda * power((*s).w, p.mu) * pre.plus;
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  (*s).w = max((*s).w - p.depress * (*s).w * post.minus, 0.0);
  return (*s).w;
}
