// Exponentiated gradient (Kivinen and Warmuth 1997; signs kept as Cornford et al. 2024): every so often w <- w exp(sign(w) rate x (y0 - y)), the gradient
// that of (y0 - y)^2 / 2, x and y the traces of source and target. A weight never changes its sign, and one of 0 stays.
// Twin: src/twins/plasticity/exponentiated_gradient_synapse.ts.
#import "lib/power"

struct Params {
  rate: f32,  // a call of on_step, over ln 2
  y0: f32,
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
  if ((*s).w == 0.0) { return; }
  let sign = select(-1.0, 1.0, (*s).w > 0.0);
  let factor = exp_2(sign * (p.rate * pre.x * (p.y0 - post.y)));
  (*s).w = sign * clamp(abs((*s).w) * factor, p.Wmin, p.Wmax);
}
