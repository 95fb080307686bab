// lib/logistic on given numbers. Twin: src/twins/verify/logistic.ts.

struct Shape {
  count: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> logistic: array<u32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read_write> rare: array<u32>;

#import "lib/logistic"

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x < shape.count) { rare[id.x] = logistic_q32(values[id.x]); }
}
