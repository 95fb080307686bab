// One step of a gated recurrent unit (Cho et al. 2014; PyTorch's GRUCell), element by element. Twin: src/twins/cell/gru_step.ts.
#import "lib/squash"

struct GruStep {
  r: f32,       // reset and update gates, and the new state that they choose from
  z: f32,
  n: f32,
  state: f32,
}

/** @param live 0 where the sequence is over: the state stays */
fn gru_step(live: f32, r: f32, z: f32, n: f32, from_r: f32, from_z: f32, from_n: f32, state: f32) -> GruStep {
  let reset = logistic(r + from_r);
  let update = logistic(z + from_z);
  let fresh = squash(n + reset * from_n);
  return GruStep(reset, update, fresh, select(state, (1.0 - update) * fresh + update * state, live > 0.0));
}

struct GruAdjoint {
  r: f32,       // gradients of what comes from the input
  z: f32,
  n: f32,
  from_r: f32,  // and from the state before
  from_z: f32,
  from_n: f32,
  state: f32,   // of the state before, but for what goes through these
}

fn gru_adjoint(live: f32, r: f32, z: f32, n: f32, from_n: f32, state: f32, grad_state: f32) -> GruAdjoint {
  let grad = select(0.0, grad_state, live > 0.0);
  let grad_n = grad * (1.0 - z) * (1.0 - n * n);
  let grad_z = grad * (state - n) * z * (1.0 - z);
  let grad_r = grad_n * from_n * r * (1.0 - r);
  return GruAdjoint(grad_r, grad_z, grad_n, grad_r, grad_z, grad_n * r, select(grad_state, grad * z, live > 0.0));
}
