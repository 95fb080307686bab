// out = left right, plus a bias a column, plus what out held: the one product of dense layers and of both their gradients. A workgroup takes
// a tile of 16 x 16. Products are added in the order of the depth. Twin: src/twins/dense/matmul.ts.
#import "lib/tile"

const TURNED_LEFT = 1u;
const TURNED_RIGHT = 2u;

struct Shape {
  rows: u32,
  columns: u32,
  depth: u32,
  turned: u32,      // 1: left is kept depth x rows; 2: right is kept columns x depth
  left_at: u32,     // first element of each
  right_at: u32,
  bias_at: u32,
  out_at: u32,
  biased: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> left: array<f32>;
@group(0) @binding(2) var<storage, read> right: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

fn left_element(row: u32, k: u32) -> f32 {
  if (row >= shape.rows || k >= shape.depth) { return 0.0; }
  return left[shape.left_at + select(row * shape.depth + k, k * shape.rows + row, shape.turned == TURNED_LEFT)];
}

fn right_element(k: u32, column: u32) -> f32 {
  if (column >= shape.columns || k >= shape.depth) { return 0.0; }
  return right[shape.right_at + select(k * shape.columns + column, column * shape.depth + k, shape.turned == TURNED_RIGHT)];
}

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let corner = tile_of(group, groups, shape.columns);
  let row = corner.x + local.y;
  let column = corner.y + local.x;
  var sum = 0.0;
  for (var at = 0u; at < shape.depth; at += TILE) {
    left_tile[local.y * TILE + local.x] = left_element(row, at + local.x);
    right_tile[local.y * TILE + local.x] = right_element(at + local.y, column);
    workgroupBarrier();
    sum = add_tiles(sum, local.y, local.x);
    workgroupBarrier();
  }
  if (row >= shape.rows || column >= shape.columns) { return; }
  if (shape.biased != 0u) { sum += bias[shape.bias_at + column]; }
  let place = shape.out_at + row * shape.columns + column;
  if (shape.accumulate != 0u) { sum += out[place]; }
  out[place] = sum;
}
