// Sprott 1994, Phys. Rev. E 50, R647.
struct Params { a: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    -s.x - p.a * s.y,
    s.x + s.z * s.z,
    1.0 + s.x,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -v.x - p.a * v.y,
    v.x + 2.0 * s.z * v.z,
    v.x,
  );
}
