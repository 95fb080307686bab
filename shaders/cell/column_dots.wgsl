// Adds the products of two matrices' columns, each with its counterpart, to a part of out: the gradient of factors that each column has one of. A
// workgroup takes 16 columns; eight threads share the rows of one, each adds every eighth from its first on, and their sums are added by halves.
// Twin: src/twins/cell/column_dots.ts.
const COLUMNS = 16u;
const SHARES = 8u;

struct Shape {
  rows: u32,
  columns: u32,
  out_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> left: array<f32>;      // rows x columns
@group(0) @binding(2) var<storage, read> right: array<f32>;     // rows x columns
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

var<workgroup> sums: array<f32, 128>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let column = COLUMNS * (group.y * groups.x + group.x) + thread % COLUMNS;
  var sum = 0.0;
  if (column < shape.columns) {
    for (var row = thread / COLUMNS; row < shape.rows; row += SHARES) {
      let at = row * shape.columns + column;
      sum += left[at] * right[at];
    }
  }
  sums[thread] = sum;
  for (var half = COLUMNS * SHARES / 2u; half >= COLUMNS; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread < COLUMNS && column < shape.columns) { out[shape.out_at + column] += sums[thread]; }
}
