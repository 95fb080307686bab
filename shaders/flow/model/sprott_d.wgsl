// Sprott 1994, Phys. Rev. E 50, R647.
struct Params { a: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    -s.y,
    s.x + s.z,
    s.x * s.z + p.a * s.y * s.y,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -v.y,
    v.x + v.z,
    s.z * v.x + 2.0 * p.a * s.y * v.y + s.x * v.z,
  );
}
