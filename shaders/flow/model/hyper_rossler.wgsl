// Rössler 1979, Phys. Lett. A 71, 155.
struct Params { a: f32, b: f32, c: f32, d: f32 }
struct State { x: f32, y: f32, z: f32, w: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    -s.y - s.z,
    s.x + p.a * s.y + s.w,
    p.b + s.x * s.z,
    p.d * s.w - p.c * s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -v.y - v.z,
    v.x + p.a * v.y + v.w,
    s.z * v.x + s.x * v.z,
    -p.c * v.z + p.d * v.w,
  );
}
