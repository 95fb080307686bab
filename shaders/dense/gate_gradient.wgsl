// Adds the sums over the rows of two matrices' products, place by place, to a part of out: the gradient of the columns' gates.
// Twin: src/twins/dense/gate_gradient.ts.
#import "lib/columns"

@group(0) @binding(1) var<storage, read> inputs: array<f32>;         // rows x columns
@group(0) @binding(2) var<storage, read> grad_outputs: array<f32>;   // rows x columns
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

fn term(i: u32) -> f32 {
  return inputs[i] * grad_outputs[i];
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  add_columns(group.y * groups.x + group.x, thread);
}
