// One step of a long short-term memory (Hochreiter and Schmidhuber 1997; PyTorch's LSTMCell), element by element. Twin: src/twins/cell/lstm_step.ts.
#import "lib/squash"

struct LstmStep {
  i: f32,       // open shares of the input, forget and output gates, and the cell's input
  f: f32,
  g: f32,
  o: f32,
  cell: f32,
  state: f32,
}

/** @param live 0 where the sequence is over: cell and state stay */
fn lstm_step(live: f32, i: f32, f: f32, g: f32, o: f32, cell: f32, state: f32) -> LstmStep {
  let open_i = logistic(i);
  let open_f = logistic(f);
  let into = squash(g);
  let open_o = logistic(o);
  let next = open_f * cell + open_i * into;
  return LstmStep(open_i, open_f, into, open_o, select(cell, next, live > 0.0), select(state, open_o * squash(next), live > 0.0));
}

struct LstmAdjoint {
  i: f32,       // gradients of what goes into the gates, of the cell and of the state before
  f: f32,
  g: f32,
  o: f32,
  cell: f32,
  state: f32,
}

fn lstm_adjoint(live: f32, i: f32, f: f32, g: f32, o: f32, cell: f32, next: f32, grad_cell: f32, grad_state: f32) -> LstmAdjoint {
  let shown = squash(next);
  let grad = select(0.0, grad_cell + grad_state * o * (1.0 - shown * shown), live > 0.0);
  let grad_o = select(0.0, grad_state * shown * o * (1.0 - o), live > 0.0);
  return LstmAdjoint(
    grad * g * i * (1.0 - i),
    grad * cell * f * (1.0 - f),
    grad * i * (1.0 - g * g),
    grad_o,
    select(grad_cell, grad * f, live > 0.0),
    select(grad_state, 0.0, live > 0.0),
  );
}
