// One step of a closed-form continuous-time cell (Hasani et al. 2022, arXiv 2106.13898), element by element: from the heads' numbers and the
// time since the step before to the state. Twins: src/twins/cell/cfc_step.ts and cfc_pure_step.ts.
#import "lib/squash"

struct CfcStep {
  first: f32,   // the states that time interpolates between
  second: f32,
  share: f32,   // how far it has got
  state: f32,
}

/**
 * @param gate 1: first (1 - share) + second share; 0, without the gate: first + second share
 * @param live 0 where the sequence is over: the state stays
 */
fn cfc_step(live: f32, elapsed: f32, ff1: f32, ff2: f32, time_a: f32, time_b: f32, state: f32, gate: f32) -> CfcStep {
  let first = squash(ff1);
  let second = squash(ff2);
  let share = logistic(time_a * elapsed + time_b);
  return CfcStep(first, second, share, select(state, first * (1.0 - gate * share) + second * share, live > 0.0));
}

struct CfcAdjoint {
  ff1: f32,     // gradients of the heads' numbers and of the state before, but for what goes through the heads
  ff2: f32,
  time_a: f32,
  time_b: f32,
  state: f32,
}

fn cfc_adjoint(live: f32, elapsed: f32, first: f32, second: f32, share: f32, grad_state: f32, gate: f32) -> CfcAdjoint {
  let grad = select(0.0, grad_state, live > 0.0);
  let grad_time = grad * (second - gate * first) * share * (1.0 - share);
  return CfcAdjoint(
    grad * (1.0 - gate * share) * (1.0 - first * first),
    grad * share * (1.0 - second * second),
    grad_time * elapsed,
    grad_time,
    select(grad_state, 0.0, live > 0.0),
  );
}

/** The pure solution: A - A exp(-elapsed (|w_tau| + |ff1|)) ff1. */
fn cfc_pure_step(live: f32, elapsed: f32, ff1: f32, w_tau: f32, a: f32, state: f32) -> f32 {
  return select(state, a - a * exp(-elapsed * (abs(w_tau) + abs(ff1))) * ff1, live > 0.0);
}

struct CfcPureAdjoint {
  ff1: f32,
  w_tau: f32,
  a: f32,
  state: f32,
}

fn cfc_pure_adjoint(live: f32, elapsed: f32, ff1: f32, w_tau: f32, a: f32, grad_state: f32) -> CfcPureAdjoint {
  let grad = select(0.0, grad_state, live > 0.0);
  let left = exp(-elapsed * (abs(w_tau) + abs(ff1)));
  let towards = select(select(-1.0, 0.0, w_tau == 0.0), 1.0, w_tau > 0.0);
  return CfcPureAdjoint(
    grad * a * left * (elapsed * abs(ff1) - 1.0),
    grad * a * left * elapsed * ff1 * towards,
    grad * (1.0 - left * ff1),
    select(grad_state, 0.0, live > 0.0),
  );
}
