// What Adam and RAdam have in common: their bindings and moments.
#import "lib/batch"

struct Shape {
  count: u32,
  beta1: f32,
  beta2: f32,
  eps: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> rates: array<vec2<f32>>;          // two numbers a batch: see the kernels
@group(0) @binding(3) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradients: array<f32>;
@group(0) @binding(5) var<storage, read_write> first: array<f32>;
@group(0) @binding(6) var<storage, read_write> second: array<f32>;

/** Both moments of parameter i, brought up to date with its gradient, which is cleared. */
fn moments_of(i: u32) -> vec2<f32> {
  let g = gradients[i];
  let m = shape.beta1 * first[i] + (1.0 - shape.beta1) * g;
  let v = shape.beta2 * second[i] + (1.0 - shape.beta2) * g * g;
  first[i] = m;
  second[i] = v;
  gradients[i] = 0.0;
  return vec2(m, v);
}
