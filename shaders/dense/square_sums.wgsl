// Sums of squares of the gradients, one a workgroup: each takes every 64th stretch of 64. Twin: src/twins/dense/square_sums.ts.
#import "lib/halves"

struct Shape {
  count: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> gradients: array<f32>;
@group(0) @binding(2) var<storage, read_write> squares: array<f32>;    // 64

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  var own = 0.0;
  for (var i = 64u * group.x + thread; i < shape.count; i += 4096u) { own += gradients[i] * gradients[i]; }
  let sum = sum_of_threads(thread, own);
  if (thread == 0u) { squares[group.x] = sum; }
}
