// A neuron that spikes by itself, as a Poisson process in steps: from each spike it draws when the next will be, so that a step costs no random
// number. Intervals are geometric; random words are Philox's, by the neuron's own key and the number of its spikes.
#import "../../shaders/lib/philox"

struct Params {
  mean: f32,  // -1 / log(1 - rate dt), steps
  low: f32,   // key: integers below 2^24
  high: f32,
}

struct State {
  left: f32,    // steps until the next spike
  spikes: f32,
}

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  (*s).left -= 1.0;
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) { }

fn crossed(p: Params, s: State, previous: State) -> bool {
  return s.left <= 0.0;
}

fn reset(p: Params, s: ptr<function, State>) {
  let word = philox4x32(vec2<u32>(u32(p.low), u32(p.high)), vec4<u32>(u32((*s).spikes), 0u, 0u, 0u)).x;
  (*s).left = max(ceil(-p.mean * log((f32(word >> 8u) + 0.5) / 16777216.0)), 1.0);
  (*s).spikes += 1.0;
}
