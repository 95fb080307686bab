// A flow of six variables with all that a text may have, and a pole at time `limit`: for checks of the kernels.
struct Params { gain: f32, limit: f32, twist: f32 }
struct State { a: f32, b: f32, c: f32, d: f32, e: f32, f: f32 }

fn derivative(p: Params, s: State, t: f32) -> State {
  let pole = 0.1 / max(p.limit - t, 0.0);
  return State(
    p.gain * (s.b - s.a) + pole,
    s.a * (p.twist - s.c) - s.b,
    s.a * s.b - s.c,
    sin(s.e) - 0.5 * s.d,
    cos(t) - s.d * s.f,
    s.a - s.f * s.f * s.f,
  );
}

fn tangent(p: Params, s: State, v: State, t: f32) -> State {
  return State(
    p.gain * (v.b - v.a),
    v.a * (p.twist - s.c) - s.a * v.c - v.b,
    v.a * s.b + s.a * v.b - v.c,
    cos(s.e) * v.e - 0.5 * v.d,
    -v.d * s.f - s.d * v.f,
    v.a - 3.0 * s.f * s.f * v.f,
  );
}

fn diffusion(p: Params, s: State, t: f32) -> State {
  return State(0.5 * s.a, 0.3, p.twist * s.c * s.c, t * s.d, sin(s.e), 0.2 * s.f + 0.1);
}

fn diffusion_slope(p: Params, s: State, t: f32) -> State {
  return State(0.5, 0.0, 2.0 * p.twist * s.c, t, cos(s.e), 0.2);
}
