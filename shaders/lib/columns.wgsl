// Sums of columns, added to a part of out. A workgroup takes 16 columns; eight threads share the rows of one, each adds every eighth from its first
// on, and their sums are added by halves. The kernel declares `out` and `term`, what an element (rows x columns) adds.
const COLUMNS = 16u;
const SHARES = 8u;

struct Shape {
  rows: u32,
  columns: u32,
  out_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;

var<workgroup> sums: array<f32, 128>;

/** For all 128 threads. */
fn add_columns(group: u32, thread: u32) {
  let column = COLUMNS * group + thread % COLUMNS;
  var sum = 0.0;
  if (column < shape.columns) {
    for (var row = thread / COLUMNS; row < shape.rows; row += SHARES) { sum += term(row * shape.columns + column); }
  }
  sums[thread] = sum;
  for (var half = COLUMNS * SHARES / 2u; half >= COLUMNS; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread < COLUMNS && column < shape.columns) { out[shape.out_at + column] += sums[thread]; }
}
