// Lorenz 1963, J. Atmos. Sci. 20, 130.
struct Params { sigma: f32, rho: f32, beta: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    p.sigma * (s.y - s.x),
    s.x * (p.rho - s.z) - s.y,
    s.x * s.y - p.beta * s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.sigma * v.x + p.sigma * v.y,
    (p.rho - s.z) * v.x - v.y - s.x * v.z,
    s.y * v.x + s.x * v.y - p.beta * v.z,
  );
}
