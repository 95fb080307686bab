// UltraLIF and UltraPLIF (arXiv 2602.11206, main code): V <- LSE_eps(V + log tau, I), s = sigmoid(V / eps), V <- V (1 - s).
// Twin: src/twins/dense/neuron/ultra_lif.ts.
#import "lib/ultra"

const STATES = 1u;  // V after the reset
const RAWS = 2u;    // log tau, log eps

struct Cell {
  log_tau: f32,
  eps: Bounded,
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
  return Cell(raw[0], bounded(raw[1], LOG_EPS_MIN, LOG_EPS_MAX));
}

fn step(cell: Cell, before: array<f32, STATES>, x: f32) -> Stepped {
  let v = lse2(before[0] + cell.log_tau, x, cell.eps.value).value;
  let spike = emitted(sigmoid(v / cell.eps.value));
  return Stepped(array(v * (1.0 - spike)), spike);
}

fn adjoint_of(cell: Cell, before: array<f32, STATES>, x: f32, grad_spike: f32, grad_after: array<f32, STATES>) -> Adjoint {
  let eps = cell.eps.value;
  let soft = lse2(before[0] + cell.log_tau, x, eps);
  let v = soft.value;
  let s = sigmoid(v / eps);
  let grad_driving = (grad_spike - grad_after[0] * v) * s * (1.0 - s) / eps;
  let grad_v = grad_after[0] * (1.0 - s) + grad_driving;
  let grad_before = grad_v * soft.share.x;
  let grad_eps = grad_v * eps * soft.entropy - grad_driving * v;
  return Adjoint(grad_v * soft.share.y, array(grad_before), array(grad_before, grad_eps * cell.eps.free));
}
