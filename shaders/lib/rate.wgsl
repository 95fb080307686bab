// What recurrent networks of graded units share: phi, its slope, and a step of an integrator. Twin: src/twins/lib/rate.ts, which takes these functions
// four lanes at once.
#import "lib/squash"

const TANH = 0u;
const RELU = 1u;
const SIGMOID = 2u;

// What a unit sends at the sum of a and b, and what a tangent vector's part v becomes there.
fn tanh_signal(a: f32, b: f32, gain: f32) -> f32 { return gain * squash(a + b); }
fn relu_signal(a: f32, b: f32, gain: f32) -> f32 { return gain * max(a + b, 0.0); }
fn sigmoid_signal(a: f32, b: f32, gain: f32) -> f32 { return gain * logistic(a + b); }
fn identity_signal(a: f32, b: f32, gain: f32) -> f32 { return gain * (a + b); }

fn tanh_tangent(a: f32, v: f32, b: f32, gain: f32) -> f32 {
  let y = squash(a + b);
  return gain * (1.0 - y * y) * v;
}
fn relu_tangent(a: f32, v: f32, b: f32, gain: f32) -> f32 { return gain * select(0.0, v, a + b > 0.0); }
fn sigmoid_tangent(a: f32, v: f32, b: f32, gain: f32) -> f32 {
  let y = logistic(a + b);
  return gain * (y * (1.0 - y)) * v;
}
fn identity_tangent(_a: f32, v: f32, _b: f32, gain: f32) -> f32 { return gain * v; }

/** By kind; one that is none of the three is the identity. */
fn signal(kind: u32, a: f32, b: f32, gain: f32) -> f32 {
  if (kind == TANH) { return tanh_signal(a, b, gain); }
  if (kind == RELU) { return relu_signal(a, b, gain); }
  if (kind == SIGMOID) { return sigmoid_signal(a, b, gain); }
  return identity_signal(a, b, gain);
}

fn tangent(kind: u32, a: f32, v: f32, b: f32, gain: f32) -> f32 {
  if (kind == TANH) { return tanh_tangent(a, v, b, gain); }
  if (kind == RELU) { return relu_tangent(a, v, b, gain); }
  if (kind == SIGMOID) { return sigmoid_tangent(a, v, b, gain); }
  return identity_tangent(a, v, b, gain);
}

/** `base`, and a share (of dt / tau) of the slope at y. */
fn pushed(base: f32, y: f32, drive: f32, input: f32, share: f32) -> f32 { return base + share * (drive + input - y); }
