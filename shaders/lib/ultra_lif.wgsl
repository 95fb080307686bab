// UltraLIF and UltraPLIF; which of the two spikes is said by OWN_BETA and RAWS of the file that imports this one.
// Twin: src/twins/dense/neuron/ultra_lif.ts.
#import "lib/ultra"

const STATES = 1u;  // V after the reset

struct Cell {
  log_tau: f32,
  eps: Bounded,
  beta: Bounded,
  steep: f32,   // 1 / eps, or beta
}

struct Stepped {
  after: array<f32, STATES>,
  spike: f32,
}

struct Adjoint {
  x: f32,
  before: array<f32, STATES>,
  raw: array<f32, RAWS>,
}

fn cell_of(raw: array<f32, RAWS>) -> Cell {
  let eps = bounded(raw[1], LOG_EPS_MIN, LOG_EPS_MAX);
  let beta = bounded(raw[RAWS - 1u], LOG_BETA_MIN, LOG_BETA_MAX);
  return Cell(raw[0], eps, beta, select(1.0 / eps.value, beta.value, OWN_BETA));
}

fn step(cell: Cell, before: array<f32, STATES>, x: f32) -> Stepped {
  let v = lse2(before[0] + cell.log_tau, x, cell.eps.value).value;
  let spike = emitted(sigmoid(cell.steep * v));
  return Stepped(array(v * (1.0 - spike)), spike);
}

fn adjoint_of(cell: Cell, before: array<f32, STATES>, x: f32, grad_spike: f32, grad_after: array<f32, STATES>) -> Adjoint {
  let eps = cell.eps.value;
  let soft = lse2(before[0] + cell.log_tau, x, eps);
  let v = soft.value;
  let shot = logistic(cell.steep * v);
  let grad_driving = (grad_spike - grad_after[0] * v) * shot.s * shot.rest * cell.steep;
  let grad_v = grad_after[0] * shot.rest + grad_driving;
  let grad_before = grad_v * soft.share.x;
  let steeper = grad_driving * v;
  var raw: array<f32, RAWS>;
  raw[RAWS - 1u] = steeper * cell.beta.free;
  raw[0] = grad_before;
  raw[1] = (grad_v * eps * soft.entropy - select(steeper, 0.0, OWN_BETA)) * cell.eps.free;
  return Adjoint(grad_v * soft.share.y, array(grad_before), raw);
}
