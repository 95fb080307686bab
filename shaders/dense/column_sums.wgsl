// Adds the sums of a matrix's columns, from the first row to the last, to a part of out: the gradient of a bias. Twin: src/twins/dense/column_sums.ts.
struct Shape {
  rows: u32,
  columns: u32,
  out_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> matrix: array<f32>;     // rows x columns
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  if (column >= shape.columns) { return; }
  var sum = 0.0;
  for (var row = 0u; row < shape.rows; row++) { sum += matrix[row * shape.columns + column]; }
  out[shape.out_at + column] += sum;
}
