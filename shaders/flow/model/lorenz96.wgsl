// Lorenz 1996, Predictability: a problem partly solved, ECMWF.
struct Params { f: f32 }
struct State { x0: f32, x1: f32, x2: f32, x3: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    (s.x1 - s.x2) * s.x3 - s.x0 + p.f,
    (s.x2 - s.x3) * s.x0 - s.x1 + p.f,
    (s.x3 - s.x0) * s.x1 - s.x2 + p.f,
    (s.x0 - s.x1) * s.x2 - s.x3 + p.f,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -v.x0 + s.x3 * v.x1 - s.x3 * v.x2 + (s.x1 - s.x2) * v.x3,
    (s.x2 - s.x3) * v.x0 - v.x1 + s.x0 * v.x2 - s.x0 * v.x3,
    -s.x1 * v.x0 + (-s.x0 + s.x3) * v.x1 - v.x2 + s.x1 * v.x3,
    s.x2 * v.x0 - s.x2 * v.x1 + (s.x0 - s.x1) * v.x2 - v.x3,
  );
}
