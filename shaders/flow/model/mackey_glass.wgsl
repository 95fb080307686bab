// Mackey and Glass 1977, Science 197, 287: production of blood cells a delay after there were too few.
struct Params { beta: f32, gamma: f32, n: f32 }
struct State { x: f32 }

fn derivative(p: Params, s: State, delayed: State, t: f32) -> State {
  return State(p.beta * delayed.x / (1.0 + pow(delayed.x, p.n)) - p.gamma * s.x);
}
