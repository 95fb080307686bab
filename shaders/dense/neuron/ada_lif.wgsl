// AdaLIF, as the code of arXiv 2602.11206 has it: V <- 0.9 V + I, s = sigmoid(10 (V - B)) with B = 0.5 + 0.1 b, V <- V (1 - s),
// b <- 0.9 b + 0.1 s. Twin: src/twins/dense/neuron/ada_lif.ts.
#import "lib/lse"

const STATES = 2u;  // V after the reset, b
const RAWS = 1u;    // tau of V

struct Cell {
  tau: f32,
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
  return Cell(sigmoid(raw[0]));
}

fn shot_of(v: f32, b: f32) -> Logistic {
  return logistic(10.0 * (v - 0.5 - 0.1 * b));
}

fn step(cell: Cell, before: array<f32, STATES>, x: f32) -> Stepped {
  let v = cell.tau * before[0] + x;
  let spike = emitted(shot_of(v, before[1]).s);
  return Stepped(array(v * (1.0 - spike), 0.9 * before[1] + 0.1 * spike), spike);
}

fn adjoint_of(cell: Cell, before: array<f32, STATES>, x: f32, grad_spike: f32, grad_after: array<f32, STATES>) -> Adjoint {
  let v = cell.tau * before[0] + x;
  let shot = shot_of(v, before[1]);
  let grad_driving = 10.0 * (grad_spike - grad_after[0] * v + 0.1 * grad_after[1]) * shot.s * shot.rest;
  let grad_v = grad_after[0] * shot.rest + grad_driving;
  let grad_before = array(cell.tau * grad_v, 0.9 * grad_after[1] - 0.1 * grad_driving);
  return Adjoint(grad_v, grad_before, array(grad_v * before[0] * cell.tau * (1.0 - cell.tau)));
}
