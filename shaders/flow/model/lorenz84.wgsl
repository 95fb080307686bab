// Lorenz 1984, Tellus A 36, 98.
struct Params { a: f32, b: f32, f: f32, g: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    p.a * (p.f - s.x) - s.y * s.y - s.z * s.z,
    s.x * s.y - p.b * s.x * s.z - s.y + p.g,
    p.b * s.x * s.y + s.x * s.z - s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.a * v.x - 2.0 * s.y * v.y - 2.0 * s.z * v.z,
    (-p.b * s.z + s.y) * v.x + (s.x - 1.0) * v.y - p.b * s.x * v.z,
    (p.b * s.y + s.z) * v.x + p.b * s.x * v.y + (s.x - 1.0) * v.z,
  );
}
