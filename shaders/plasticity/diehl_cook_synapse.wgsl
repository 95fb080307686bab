// The rule of Diehl and Cook (2015), triplet STDP with traces that a spike sets to 1: a spike of the source lowers the weight by the target's fast
// trace, one of the target raises it by the source's trace times the target's slow trace from the spike before. Spikes count from their own steps,
// the source's first. Weights stay between 0 and Wmax; one that normalisation lifted over Wmax is Wmax again here. The weight before the depression is
// delivered. Twin: src/twins/plasticity/diehl_cook_synapse.ts.

struct Params {
  Wmax: f32,
  nu_pre: f32,
  nu_post: f32,
}

struct Synapse { w: f32 }
struct Pre { pre: f32 }
struct Post { post1: f32, post2: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = min((*s).w + p.nu_post * pre.pre * post.post2, p.Wmax);
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  let delivered = min((*s).w, p.Wmax);
  (*s).w = max(delivered - p.nu_pre * post.post1, 0.0);
  return delivered;
}
