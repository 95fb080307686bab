// A neuron of a deployed network's input: sends a spike in each step in which a given one arrives.
// Compiled from this text on the cpu.

struct Params {
  least: f32,  // so much must arrive
}

struct State {
  came: f32,
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {
  (*s).came = arrivals[0];
}

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.came >= p.least;
}

fn reset(p: Params, s: ptr<function, State>) {
}
