// Rabinovich and Fabrikant 1979, Sov. Phys. JETP 50, 311.
struct Params { a: f32, g: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    s.y * (s.z - 1.0 + s.x * s.x) + p.g * s.x,
    s.x * (3.0 * s.z + 1.0 - s.x * s.x) + p.g * s.y,
    -2.0 * s.z * (p.a + s.x * s.y),
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    (p.g + 2.0 * s.x * s.y) * v.x + (s.x * s.x + s.z - 1.0) * v.y + s.y * v.z,
    (-3.0 * s.x * s.x + 3.0 * s.z + 1.0) * v.x + p.g * v.y + 3.0 * s.x * v.z,
    -2.0 * s.y * s.z * v.x - 2.0 * s.x * s.z * v.y + (-2.0 * p.a - 2.0 * s.x * s.y) * v.z,
  );
}
