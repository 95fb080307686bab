// Anti-Hebbian learning by rates: every so often dw = -rate x y, x and y the traces of source and target (Foldiak 1990, without its constant).
// Twin: src/twins/plasticity/hebbian_synapse.ts.

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

fn on_step(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = clamp((*s).w - p.rate * pre.x * post.y, p.Wmin, p.Wmax);
}
