// Sprott 1997, Phys. Lett. A 228, 271.
struct Params { mu: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    s.y,
    s.z,
    s.y * s.y - s.x - p.mu * s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    v.y,
    v.z,
    -v.x + 2.0 * s.y * v.y - p.mu * v.z,
  );
}
