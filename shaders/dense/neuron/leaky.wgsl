// snnTorch's Leaky: U <- beta U + I, less a reset where the U before was above the threshold; a spike where the new U is. The texts of a
// reset (shaders/dense/reset) and a surrogate (shaders/dense/surrogate) stand before this one. No gradient goes through the reset's own
// spike, as in snnTorch. Twin: src/twins/dense/neuron/leaky.ts.
const STATES = 1u;  // U
const RAWS = 2u;    // beta, threshold

struct Cell {
  beta: f32,
  free: f32,        // 0 where beta is outside [0, 1]: it is clamped, and has no gradient
  threshold: f32,
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
  return Cell(clamp(raw[0], 0.0, 1.0), select(0.0, 1.0, raw[0] >= 0.0 && raw[0] <= 1.0), raw[1]);
}

fn reset_of(cell: Cell, u: f32) -> f32 {
  return select(0.0, 1.0, u > cell.threshold);
}

fn step(cell: Cell, before: array<f32, STATES>, x: f32) -> Stepped {
  let reset = reset_of(cell, before[0]);
  let u = (cell.beta * before[0] + x) * (1.0 - CLEARED * reset) - TAKEN * reset * cell.threshold;
  return Stepped(array(u), select(0.0, 1.0, u > cell.threshold));
}

fn adjoint_of(cell: Cell, before: array<f32, STATES>, x: f32, grad_spike: f32, grad_after: array<f32, STATES>) -> Adjoint {
  let reset = reset_of(cell, before[0]);
  let u = step(cell, before, x).after[0];
  let grad_shot = grad_spike * surrogate(u - cell.threshold);
  let grad_u = grad_after[0] + grad_shot;
  let grad_sum = grad_u * (1.0 - CLEARED * reset);
  let grad_threshold = -grad_shot - TAKEN * reset * grad_u;
  return Adjoint(grad_sum, array(cell.beta * grad_sum), array(before[0] * grad_sum * cell.free, grad_threshold));
}
