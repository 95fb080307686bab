// Scales all gradients down so that their norm, from `square_sums`, is at most `limit`: PyTorch's clip_grad_norm_.
// Twin: src/twins/dense/clip.ts.
#import "lib/halves"

struct Shape {
  count: u32,
  limit: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> squares: array<f32>;               // 64
@group(0) @binding(2) var<storage, read_write> gradients: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  // Every workgroup adds them in the same order.
  let norm = sqrt(sum_of_threads(thread, squares[thread]));
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i < shape.count) { gradients[i] *= min(1.0, shape.limit / (norm + 1e-6)); }
}
