// Activations of a backbone, and the gradients of what goes in: from it (x), from what comes out (y) and from that one's gradient.
// Twin: src/twins/lib/activation.ts.
#import "lib/gelu"
#import "lib/squash"

const RELU = 0u;
const TANH = 1u;
const LECUN = 2u;
const SILU = 3u;

// LeCun's tanh (1998), as the authors of CfC have it.
const LECUN_GAIN = 1.7159;
const LECUN_SLOPE = 0.666;

fn relu(x: f32) -> f32 { return max(x, 0.0); }
fn lecun(x: f32) -> f32 { return LECUN_GAIN * squash(LECUN_SLOPE * x); }
fn silu(x: f32) -> f32 { return x * logistic(x); }

fn relu_back(x: f32, y: f32, grad: f32) -> f32 { return select(0.0, grad, x > 0.0); }
fn squash_back(x: f32, y: f32, grad: f32) -> f32 { return grad * (1.0 - y * y); }
fn lecun_back(x: f32, y: f32, grad: f32) -> f32 {
  let s = squash(LECUN_SLOPE * x);
  return grad * LECUN_GAIN * LECUN_SLOPE * (1.0 - s * s);
}
fn silu_back(x: f32, y: f32, grad: f32) -> f32 {
  let s = logistic(x);
  return grad * (s + y * (1.0 - s));
}
fn gelu_back(x: f32, y: f32, grad: f32) -> f32 { return gelu_adjoint(x, grad); }

fn activated(kind: u32, x: f32) -> f32 {
  if (kind == RELU) { return relu(x); }
  if (kind == TANH) { return squash(x); }
  if (kind == LECUN) { return lecun(x); }
  if (kind == SILU) { return silu(x); }
  return gelu(x);
}

fn activated_back(kind: u32, x: f32, y: f32, grad: f32) -> f32 {
  if (kind == RELU) { return relu_back(x, y, grad); }
  if (kind == TANH) { return squash_back(x, y, grad); }
  if (kind == LECUN) { return lecun_back(x, y, grad); }
  if (kind == SILU) { return silu_back(x, y, grad); }
  return gelu_back(x, y, grad);
}
