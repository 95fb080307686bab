// A delay flow of two variables with a pole at time `limit`: for checks of the kernel.
struct Params { gain: f32, limit: f32 }
struct State { x: f32, y: f32 }

fn derivative(p: Params, s: State, delayed: State, t: f32) -> State {
  let pole = 0.1 / max(p.limit - t, 0.0);
  return State(p.gain * sin(delayed.y) - s.x + pole, delayed.x * s.x - s.y + cos(t));
}
