// Adds the gradient of the weights of mode_product.wgsl: of each mode, the conjugate of its input (batch x rows), turned, by the gradient of
// its output (batch x columns). Twin: src/twins/spectral/mode_gradient.ts.
#import "lib/complex_tile"

struct Shape {
  modes: u32,
  batch: u32,
  rows: u32,        // channels that came in
  columns: u32,     // channels that went out
  out_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> places: array<u32>;   // which of the weights' modes each mode is
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read> grad: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

fn left_element(mode: u32, row: u32, k: u32) -> vec2<f32> {
  if (row >= shape.rows || k >= shape.batch) { return vec2<f32>(); }
  let part = shape.modes * shape.rows;
  let at = 2u * k * part + mode * shape.rows + row;
  return vec2<f32>(input[at], -input[at + part]);
}

fn right_element(mode: u32, k: u32, column: u32) -> vec2<f32> {
  if (column >= shape.columns || k >= shape.batch) { return vec2<f32>(); }
  let part = shape.modes * shape.columns;
  let at = 2u * k * part + mode * shape.columns + column;
  return vec2<f32>(grad[at], grad[at + part]);
}

fn add(mode: u32, row: u32, column: u32, value: vec2<f32>) {
  if (row >= shape.rows || column >= shape.columns) { return; }
  let part = shape.rows * shape.columns;
  let at = shape.out_at + 2u * places[mode] * part + row * shape.columns + column;
  out[at] += value.x;
  out[at + part] += value.y;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let part = part_of(group, groups, shape.rows, shape.columns);
  // Groups beyond the last, where so many are laid out in two dimensions.
  if (part.mode >= shape.modes) { return; }
  let y = thread / SIDE;
  let x = thread % SIDE;
  var sums = Sums();
  for (var at = 0u; at < shape.batch; at += STEPS) {
    for (var item = thread; item < STEPS * TILE_ROWS; item += THREADS) {
      left_tile[item / TILE_ROWS * LEFT_STEP + item % TILE_ROWS] = left_element(part.mode, part.row + item % TILE_ROWS, at + item / TILE_ROWS);
    }
    for (var item = thread; item < STEPS * TILE_COLUMNS; item += THREADS) {
      right_tile[item / TILE_COLUMNS * RIGHT_STEP + item % TILE_COLUMNS] =
        right_element(part.mode, at + item / TILE_COLUMNS, part.column + item % TILE_COLUMNS);
    }
    workgroupBarrier();
    add_steps(&sums, y, x);
    workgroupBarrier();
  }
  let row = part.row + y;
  let column = part.column + x;
  add(part.mode, row, column, sums[0]);
  add(part.mode, row, column + 8u, sums[1]);
  add(part.mode, row, column + 16u, sums[2]);
  add(part.mode, row, column + 24u, sums[3]);
  add(part.mode, row + SIDE, column, sums[4]);
  add(part.mode, row + SIDE, column + 8u, sums[5]);
  add(part.mode, row + SIDE, column + 16u, sums[6]);
  add(part.mode, row + SIDE, column + 24u, sums[7]);
}
