// snnTorch's Synaptic: i <- alpha i + I, U <- beta U + i, less a reset where the U before was above the threshold; a spike where the new
// U is. The current i is not reset. The texts of a reset and a surrogate stand before this one; no gradient goes through the reset's own
// spike. Twin: src/twins/dense/neuron/synaptic.ts.
const STATES = 2u;  // U, i
const RAWS = 3u;    // alpha, beta, threshold

struct Cell {
  alpha: f32,
  alpha_free: f32,  // 0 outside [0, 1]: it is clamped, and has no gradient
  beta: f32,
  beta_free: f32,
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

fn free_of(raw: f32) -> f32 {
  return select(0.0, 1.0, raw >= 0.0 && raw <= 1.0);
}

fn cell_of(raw: array<f32, RAWS>) -> Cell {
  return Cell(clamp(raw[0], 0.0, 1.0), free_of(raw[0]), clamp(raw[1], 0.0, 1.0), free_of(raw[1]), raw[2]);
}

fn reset_of(cell: Cell, u: f32) -> f32 {
  return select(0.0, 1.0, u > cell.threshold);
}

fn step(cell: Cell, before: array<f32, STATES>, x: f32) -> Stepped {
  let reset = reset_of(cell, before[0]);
  let current = cell.alpha * before[1] + x;
  let u = (cell.beta * before[0] + current) * (1.0 - CLEARED * reset) - TAKEN * reset * cell.threshold;
  return Stepped(array(u, current), select(0.0, 1.0, u > cell.threshold));
}

fn adjoint_of(cell: Cell, before: array<f32, STATES>, x: f32, grad_spike: f32, grad_after: array<f32, STATES>) -> Adjoint {
  let reset = reset_of(cell, before[0]);
  let u = step(cell, before, x).after[0];
  let grad_shot = grad_spike * surrogate(u - cell.threshold);
  let grad_u = grad_after[0] + grad_shot;
  let grad_sum = grad_u * (1.0 - CLEARED * reset);
  let grad_current = grad_after[1] + grad_sum;
  let raw = array(before[1] * grad_current * cell.alpha_free, before[0] * grad_sum * cell.beta_free, -grad_shot - TAKEN * reset * grad_u);
  return Adjoint(grad_current, array(cell.beta * grad_sum, cell.alpha * grad_current), raw);
}
