// What recurrent networks of graded units share: phi, its slope, and a step of an integrator. Twin: src/twins/lib/rate.ts, which takes these functions
// four lanes at once.
const TANH = 0u;
const RELU = 1u;
const SIGMOID = 2u;

// x times a ratio of polynomials in x^2, fitted to the least largest relative error (2e-8 before rounding, 4e-7 in float32); beyond 9 it is 1 to
// float32. A device's own tanh may be off by much more.
fn tanh_of(x: f32) -> f32 {
  let c = clamp(x, -9.0, 9.0);
  let t = c * c;
  let p = (((1.33545299e-8 * t + 2.0608999e-5) * t + 3.49558378e-3) * t + 0.133810222) * t + 1.0;
  let q = (((7.77650769e-7 * t + 3.28562717e-4) * t + 2.58769672e-2) * t + 0.467143387) * t + 1.0;
  return clamp(c * p / q, -1.0, 1.0);
}

fn sigmoid_of(x: f32) -> f32 { return 0.5 + 0.5 * tanh_of(0.5 * x); }

// What a unit sends at the sum of a and b, and what a tangent vector's part v becomes there.
fn tanh_signal(a: f32, b: f32, gain: f32) -> f32 { return gain * tanh_of(a + b); }
fn relu_signal(a: f32, b: f32, gain: f32) -> f32 { return gain * max(a + b, 0.0); }
fn sigmoid_signal(a: f32, b: f32, gain: f32) -> f32 { return gain * sigmoid_of(a + b); }
fn identity_signal(a: f32, b: f32, gain: f32) -> f32 { return gain * (a + b); }

fn tanh_tangent(a: f32, v: f32, b: f32, gain: f32) -> f32 {
  let y = tanh_of(a + b);
  return gain * (1.0 - y * y) * v;
}
fn relu_tangent(a: f32, v: f32, b: f32, gain: f32) -> f32 { return gain * select(0.0, v, a + b > 0.0); }
fn sigmoid_tangent(a: f32, v: f32, b: f32, gain: f32) -> f32 {
  let y = sigmoid_of(a + b);
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
