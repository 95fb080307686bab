// Short-term plasticity (Maass and Markram 2002, equations 4 and 5; NEST's tsodyks2_synapse): the weight stays, a spike delivers w x u. The use u
// grows with each spike and decays to U, the resources x are used up by each and recover to 1. Twin: src/twins/plasticity/tsodyks2_synapse.ts.

struct Params { U: f32 }

struct Synapse {
  w: f32,
  u: f32,     // use at the last spike, decayed since
  used: f32,  // 1 - x after it, decayed since
}
struct Pre { none: f32 }
struct Post { none: f32 }

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  let u = p.U + (*s).u * (1.0 - p.U);
  let x = 1.0 - (*s).used;
  (*s).u = u;
  (*s).used = 1.0 - x * (1.0 - u);
  return (*s).w * x * u;
}
