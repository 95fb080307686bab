// Turns matrices, one after another: out (columns x rows) of each = matrix (rows x columns). Twin: src/twins/dense/turn.ts.
struct Shape {
  matrices: u32,
  rows: u32,
  columns: u32,
  matrix_at: u32,   // first element of each
  out_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> matrix: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let elements = shape.rows * shape.columns;
  if (i >= shape.matrices * elements) { return; }
  let row = i % shape.rows;
  let column = i / shape.rows % shape.columns;
  out[shape.out_at + i] = matrix[shape.matrix_at + i / elements * elements + row * shape.columns + column];
}
