// Sprott 1994, Phys. Rev. E 50, R647.
struct Params { a: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    s.y * s.z,
    s.x - s.y,
    p.a - s.x * s.y,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    s.z * v.y + s.y * v.z,
    v.x - v.y,
    -s.y * v.x - s.x * v.y,
  );
}
