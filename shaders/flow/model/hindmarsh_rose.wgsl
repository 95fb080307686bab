// Marhl and Perc 2005, Chaos Solitons Fractals (a bursting neuron in the form of Hindmarsh and Rose).
struct Params { a: f32, b: f32, c: f32, d: f32, s: f32, tx: f32, tz: f32 }
struct State { x: f32, y: f32, z: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  return State(
    -s.x + (s.y - p.a * s.x * s.x * s.x + p.b * s.x * s.x + s.z) / p.tx,
    -p.a * s.x * s.x * s.x - (p.d - p.b) * s.x * s.x + s.z,
    (p.c - p.s * s.x - s.z) / p.tz,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    (-1.0 + (-3.0 * p.a * s.x * s.x + 2.0 * p.b * s.x) / p.tx) * v.x + 1.0 / p.tx * v.y + 1.0 / p.tx * v.z,
    -s.x * (3.0 * p.a * s.x - 2.0 * p.b + 2.0 * p.d) * v.x + v.z,
    -p.s / p.tz * v.x - 1.0 / p.tz * v.z,
  );
}
