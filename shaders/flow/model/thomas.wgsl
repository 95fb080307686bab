// Thomas 1999, Int. J. Bifurc. Chaos 9, 1889.
struct Params { a: f32, b: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    p.b * sin(s.y) - p.a * s.x,
    p.b * sin(s.z) - p.a * s.y,
    p.b * sin(s.x) - p.a * s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.a * v.x + p.b * cos(s.y) * v.y,
    -p.a * v.y + p.b * cos(s.z) * v.z,
    p.b * cos(s.x) * v.x - p.a * v.z,
  );
}
