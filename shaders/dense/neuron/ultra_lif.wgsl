// UltraLIF and UltraPLIF (arXiv 2602.11206, main code): V <- LSE_eps(V + log tau, I), s = sigmoid(V / eps), V <- V (1 - s).
// Twin: src/twins/dense/neuron/ultra_lif.ts.
#import "lib/lse"

const STATES = 1u;  // V after the reset
const RAWS = 2u;    // log tau, log eps

const EPS_MIN = 0.1;
const EPS_MAX = 20.0;

struct Cell {
  log_tau: f32,
  eps: f32,
  clamped: bool,   // eps is at a bound: no gradient
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
  let eps = exp(raw[1]);
  return Cell(raw[0], clamp(eps, EPS_MIN, EPS_MAX), eps < EPS_MIN || eps > EPS_MAX);
}

fn step(cell: Cell, before: array<f32, STATES>, x: f32) -> Stepped {
  let v = lse2(before[0] + cell.log_tau, x, cell.eps);
  let spike = emitted(sigmoid(v / cell.eps));
  return Stepped(array(v * (1.0 - spike)), spike);
}

fn adjoint_of(cell: Cell, before: array<f32, STATES>, x: f32, grad_spike: f32, grad_after: array<f32, STATES>) -> Adjoint {
  let a = before[0] + cell.log_tau;
  let eps = cell.eps;
  let v = lse2(a, x, eps);
  let s = sigmoid(v / eps);
  let slope = s * (1.0 - s) / eps;
  let grad_s = grad_spike - grad_after[0] * v;
  let grad_v = grad_after[0] * (1.0 - s) + grad_s * slope;
  // Softmax weights of the two arguments.
  let p = sigmoid((a - x) / eps);
  let grad_a = grad_v * p;
  let grad_eps = grad_v * (v - p * a - (1.0 - p) * x) / eps - grad_s * slope * v / eps;
  return Adjoint(grad_v * (1.0 - p), array(grad_a), array(grad_a, select(grad_eps * eps, 0.0, cell.clamped)));
}
