// Genesio and Tesi 1992, Automatica 28, 531.
struct Params { a: f32, b: f32, c: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    s.y,
    s.z,
    s.x * s.x - p.c * s.x - p.b * s.y - p.a * s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    v.y,
    v.z,
    (-p.c + 2.0 * s.x) * v.x - p.b * v.y - p.a * v.z,
  );
}
