// Pair STDP with soft bounds that forgets: by the clock, a weight goes a little way back to where it rests.

struct Params {
  up: f32,    // step at a spike of the target
  down: f32,  // step at one of the source
  Wmax: f32,
  rest: f32,
  back: f32,  // share of the way a call of on_step
}

struct Synapse {
  w: f32,      // the weight comes first
  moved: f32,  // a variable of our own: how far pairs have moved it lately
}

struct Pre {
  x: f32,
}

struct Post {
  y: f32,
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  let change = p.down * (*s).w * post.y;
  (*s).w = (*s).w - change;
  (*s).moved = (*s).moved - change;
  return (*s).w;
}

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  let change = p.up * (p.Wmax - (*s).w) * pre.x;
  (*s).w = min((*s).w + change, p.Wmax);
  (*s).moved = (*s).moved + change;
}

fn on_step(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  // What moved lately is not forgotten yet.
  if (abs((*s).moved) < 0.01) {
    (*s).w = (*s).w + p.back * (p.rest - (*s).w);
  }
}
