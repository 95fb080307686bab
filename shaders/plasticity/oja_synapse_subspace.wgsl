// Oja's subspace rule (1989): every so often dw = rate y (x - sum of y w over all targets of the source), x and y the traces of source and target.
// Twin: src/twins/plasticity/oja_synapse.ts.

struct Params {
  rate: f32,  // a call of on_step
  Wmin: f32,
  Wmax: f32,
}

struct Synapse { w: f32 }
struct Pre { x: f32 }
struct Post { y: f32 }

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  return (*s).w;
}

fn contribute(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  return post.y * (*s).w;
}

fn on_step(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post, total: f32) {
  (*s).w = clamp((*s).w + p.rate * post.y * (pre.x - total), p.Wmin, p.Wmax);
}
