// Sprott 2010, Elegant Chaos.
struct Params { a: f32, b: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    -p.a * s.x - p.b * (s.y + s.z) - s.y * s.y,
    -p.a * s.y - p.b * (s.z + s.x) - s.z * s.z,
    -p.a * s.z - p.b * (s.x + s.y) - s.x * s.x,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.a * v.x + (-p.b - 2.0 * s.y) * v.y - p.b * v.z,
    -p.b * v.x - p.a * v.y + (-p.b - 2.0 * s.z) * v.z,
    (-p.b - 2.0 * s.x) * v.x - p.b * v.y - p.a * v.z,
  );
}
