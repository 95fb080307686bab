// Scales the weights into each target so that they add up to `sum`; those of a target whose weights add up to nothing stay.
// Twin: src/twins/plasticity/normalise.ts.

struct Params { sum: f32 }

struct Synapse { w: f32 }
struct Pre { none: f32 }
struct Post { none: f32 }

fn contribute(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  return (*s).w;
}

fn on_step(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post, total: f32) {
  if (total != 0.0) { (*s).w = (*s).w * (p.sum / total); }
}
