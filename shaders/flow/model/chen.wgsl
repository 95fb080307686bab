// Chen and Ueta 1999, Int. J. Bifurc. Chaos 9, 1465.
struct Params { a: f32, b: f32, c: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    p.a * (s.y - s.x),
    (p.c - p.a) * s.x - s.x * s.z + p.c * s.y,
    s.x * s.y - p.b * s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.a * v.x + p.a * v.y,
    (-p.a + p.c - s.z) * v.x + p.c * v.y - s.x * v.z,
    s.y * v.x + s.x * v.y - p.b * v.z,
  );
}
