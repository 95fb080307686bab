// Adds the products of two matrices' columns, each with its counterpart, to a part of out: the gradient of factors that each column has one of.
// Twin: src/twins/cell/column_dots.ts.
#import "lib/columns"

@group(0) @binding(1) var<storage, read> left: array<f32>;      // rows x columns
@group(0) @binding(2) var<storage, read> right: array<f32>;     // rows x columns
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

fn term(i: u32) -> f32 {
  return left[i] * right[i];
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  add_columns(group.y * groups.x + group.x, thread);
}
