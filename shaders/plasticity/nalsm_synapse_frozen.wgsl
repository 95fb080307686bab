// NALSM's synapse with a weight that stays: only the current that starts anew with each spike of the source. Twin: src/twins/plasticity/nalsm_synapse.ts.

struct Params {
  source_step: f32,
  target_step: f32,
  low: f32,
  high: f32,
}

struct Synapse { w: f32 }
struct Pre { left: f32 }  // exp(-u / tau_u)
struct Post { none: f32 }

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  return (*s).w - (*s).w * pre.left;
}
