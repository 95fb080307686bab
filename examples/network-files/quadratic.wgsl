// Quadratic integrate-and-fire in units of its own: tau x' = x^2 + current, by forward Euler.

struct Params {
  dt: f32,       // ms, filled in by the engine
  tau: f32,      // ms
  current: f32,
  peak: f32,     // spike where x passes it
  back: f32,     // x after a spike
}

struct State {
  x: f32,
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  (*s).x += p.dt / p.tau * ((*s).x * (*s).x + p.current + drive);
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {
  (*s).x += arrivals[0];
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.x >= p.peak;
}

fn reset(p: Params, s: ptr<function, State>) {
  (*s).x = p.back;
}
