// Rikitake 1958, Math. Proc. Camb. Phil. Soc. 54, 89.
struct Params { a: f32, mu: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    s.y * s.z - p.mu * s.x,
    s.x * s.z - p.a * s.x - p.mu * s.y,
    1.0 - s.x * s.y,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.mu * v.x + s.z * v.y + s.y * v.z,
    (-p.a + s.z) * v.x - p.mu * v.y + s.x * v.z,
    -s.y * v.x - s.x * v.y,
  );
}
