// From the gradient of GELU's outputs to that of its inputs. Twin: src/twins/dense/gelu_backward.ts.
#import "lib/gelu"

struct Shape {
  count: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> inputs: array<f32>;
@group(0) @binding(2) var<storage, read> grad_outputs: array<f32>;
@group(0) @binding(3) var<storage, read_write> grad_inputs: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  grad_inputs[i] = gelu_adjoint(inputs[i], grad_outputs[i]);
}
