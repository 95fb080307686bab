// NALSM's synapse (Ivanov and Michmizos 2021): pairs of all spikes, additive, hard bounds, and a current that starts anew with each spike of the source.
// The published current is w exp(-u / tau_u), u the time since the source's last spike: what is left of the spike before goes when the next one
// comes. So a spike delivers its weight less what is left of the weight delivered last; the neuron lets what was delivered decay with tau_u.
// Where both sides spike in one step, each change is made with the other side's trace from the steps before. Twin: src/twins/plasticity/nalsm_synapse.ts.

struct Params {
  source_step: f32,  // change of the weight at a spike of the source, per unit of the target's trace
  target_step: f32,  // at a spike of the target, per unit of the source's
  low: f32,
  high: f32,
}

struct Synapse {
  w: f32,
  given: f32,  // the weight at the source's last spike
}
struct Pre {
  x: f32,
  left: f32,  // exp(-u / tau_u)
}
struct Post { x: f32 }

fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = min(max((*s).w + p.target_step * pre.x, p.low), p.high);
}

fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  let delivered = (*s).w - (*s).given * pre.left;
  (*s).given = (*s).w;
  (*s).w = min(max((*s).w + p.source_step * post.x, p.low), p.high);
  return delivered;
}
