// Rössler 1976, Phys. Lett. A 57, 397.
struct Params { a: f32, b: f32, c: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    -s.y - s.z,
    s.x + p.a * s.y,
    p.b + s.z * (s.x - p.c),
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -v.y - v.z,
    v.x + p.a * v.y,
    s.z * v.x + (-p.c + s.x) * v.z,
  );
}
