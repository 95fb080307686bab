// Dadras and Momeni 2009, Phys. Lett. A 373, 3637.
struct Params { c: f32, e: f32, o: f32, p: f32, r: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    s.y - p.p * s.x + p.o * s.y * s.z,
    p.r * s.y - s.x * s.z + s.z,
    p.c * s.x * s.y - p.e * s.z,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    -p.p * v.x + (p.o * s.z + 1.0) * v.y + p.o * s.y * v.z,
    -s.z * v.x + p.r * v.y + (1.0 - s.x) * v.z,
    p.c * s.y * v.x + p.c * s.x * v.y - p.e * v.z,
  );
}
