// Chua's circuit: Matsumoto 1984, IEEE Trans. Circuits Syst. 31, 1055.
struct Params { alpha: f32, beta: f32, m0: f32, m1: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  let ramp = p.m1 * s.x + 0.5 * (p.m0 - p.m1) * (abs(s.x + 1.0) - abs(s.x - 1.0));
  return State(p.alpha * (s.y - s.x - ramp), s.x - s.y + s.z, -p.beta * s.y);
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  let slope = select(p.m1, p.m0, abs(s.x) < 1.0);
  return State(p.alpha * (v.y - v.x - slope * v.x), v.x - v.y + v.z, -p.beta * v.y);
}
