// Shaw 1981, Z. Naturforsch. 36a, 80.
struct Params { e: f32, n: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    -p.n * (s.x + s.y),
    -s.y - p.n * s.x * s.z,
    p.n * s.x * s.y + p.e,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.n * v.x - p.n * v.y,
    -p.n * s.z * v.x - v.y - p.n * s.x * v.z,
    p.n * s.y * v.x + p.n * s.x * v.y,
  );
}
