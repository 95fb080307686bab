// Duffing 1918; parameters: dysts.
struct Params { alpha: f32, beta: f32, delta: f32, gamma: f32, omega: f32 }
struct State { x: f32, y: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    s.y,
    p.gamma * cos(p.omega * t) - p.delta * s.y - p.beta * s.x - p.alpha * s.x * s.x * s.x,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    v.y,
    (-3.0 * p.alpha * s.x * s.x - p.beta) * v.x - p.delta * v.y,
  );
}
