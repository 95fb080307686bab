// The BCM rule (Bienenstock, Cooper, Munro 1982; threshold of Intrator and Cooper 1992): every so often dw = rate x y (y - threshold), x and y the traces
// of source and target, the threshold the running mean of y^2 over y0. Twin: src/twins/plasticity/bcm_synapse.ts.

struct Params {
  rate: f32,  // a call of on_step
  inverse: f32,  // 1 / y0
  Wmin: f32,
  Wmax: f32,
}

struct Synapse { w: f32 }
struct Pre { x: f32 }
struct Post { y: f32, square: f32 }

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  return (*s).w;
}

fn on_step(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = clamp((*s).w + p.rate * pre.x * post.y * (post.y - post.square * p.inverse), p.Wmin, p.Wmax);
}
