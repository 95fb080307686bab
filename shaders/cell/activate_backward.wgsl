// From the gradient of an activation's outputs to that of its inputs, in their place. Twin: src/twins/cell/activate_backward.ts.
#import "lib/activation"

struct Shape {
  count: u32,
  first: u32,   // of sums and outputs
  kind: u32,    // as lib/activation numbers them
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> outputs: array<f32>;
@group(0) @binding(2) var<storage, read> grads: array<f32>;          // count
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;     // from now on their gradients

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  let at = shape.first + i;
  sums[at] = activated_back(shape.kind, sums[at], outputs[at], grads[i]);
}
