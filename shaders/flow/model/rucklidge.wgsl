// Rucklidge 1992, J. Fluid Mech. 237, 209.
struct Params { a: f32, b: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    p.b * s.y - p.a * s.x - s.y * s.z,
    s.x,
    s.y * s.y - s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.a * v.x + (p.b - s.z) * v.y - s.y * v.z,
    v.x,
    2.0 * s.y * v.y - v.z,
  );
}
