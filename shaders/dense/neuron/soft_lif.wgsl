// The leaky neurons with a soft spike and a soft reset: V <- tau V + I, s = an activation of V, V <- V (1 - s), tau = sigmoid(raw). The
// text of an activation (shaders/dense/activation) stands before this one. Twin: src/twins/dense/neuron/soft_lif.ts.
const STATES = 1u;  // V after the reset

/** A soft spike, and its derivatives to V and to the activation's own raw number. */
struct Shot {
  s: f32,
  slope: f32,
  raw: f32,
}

struct Cell {
  tau: f32,
  activation: Activation,
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
  return Cell(sigmoid(raw[0]), activation_of(raw));
}

fn step(cell: Cell, before: array<f32, STATES>, x: f32) -> Stepped {
  let v = cell.tau * before[0] + x;
  let spike = emitted(shot_of(cell.activation, v).s);
  return Stepped(array(v * (1.0 - spike)), spike);
}

fn adjoint_of(cell: Cell, before: array<f32, STATES>, x: f32, grad_spike: f32, grad_after: array<f32, STATES>) -> Adjoint {
  let v = cell.tau * before[0] + x;
  let shot = shot_of(cell.activation, v);
  let grad_s = grad_spike - grad_after[0] * v;
  let grad_v = grad_after[0] * (1.0 - shot.s) + grad_s * shot.slope;
  var raw: array<f32, RAWS>;
  raw[RAWS - 1u] = grad_s * shot.raw;
  // Where tau is the only number, the activation has none of its own.
  raw[0] = grad_v * before[0] * cell.tau * (1.0 - cell.tau);
  return Adjoint(grad_v, array(grad_v * cell.tau), raw);
}
