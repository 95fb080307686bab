// Adds the sums of a matrix's columns to a part of out: the gradient of a bias. Twin: src/twins/dense/column_sums.ts.
#import "lib/columns"

@group(0) @binding(1) var<storage, read> matrix: array<f32>;     // rows x columns
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

fn term(i: u32) -> f32 {
  return matrix[i];
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  add_columns(group.y * groups.x + group.x, thread);
}
