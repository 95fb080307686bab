// Shimizu and Morioka 1980, Phys. Lett. A 76, 201.
struct Params { a: f32, b: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    s.y,
    s.x - p.a * s.y - s.x * s.z,
    s.x * s.x - p.b * s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    v.y,
    (1.0 - s.z) * v.x - p.a * v.y - s.x * v.z,
    2.0 * s.x * v.x - p.b * v.z,
  );
}
