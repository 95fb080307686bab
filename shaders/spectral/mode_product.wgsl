// The channels of each kept mode by that mode's complex weights: output(mode) (batch x columns) = input(mode) (batch x depth) weights(mode), or,
// for the adjoint, by the conjugate of the weights turned. Modes are (batch x 2 x modes x channels), real parts before imaginary ones;
// weights (modes of their own x 2 x in x out). Twin: src/twins/spectral/mode_product.ts.
#import "lib/complex_tile"

struct Shape {
  modes: u32,
  batch: u32,
  columns: u32,     // channels that go out
  depth: u32,       // channels that come in
  adjoint: u32,     // 1: each mode's weights are kept columns x depth, and their conjugate is taken
  weights_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> places: array<u32>;   // which of the weights' modes each mode is
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read_write> output: array<f32>;

fn left_element(mode: u32, row: u32, k: u32) -> vec2<f32> {
  if (row >= shape.batch || k >= shape.depth) { return vec2<f32>(); }
  let part = shape.modes * shape.depth;
  let at = 2u * row * part + mode * shape.depth + k;
  return vec2<f32>(input[at], input[at + part]);
}

fn right_element(mode: u32, k: u32, column: u32) -> vec2<f32> {
  if (column >= shape.columns || k >= shape.depth) { return vec2<f32>(); }
  let part = shape.depth * shape.columns;
  let at = shape.weights_at + 2u * places[mode] * part;
  if (shape.adjoint != 0u) {
    let i = at + column * shape.depth + k;
    return vec2<f32>(weights[i], -weights[i + part]);
  }
  let i = at + k * shape.columns + column;
  return vec2<f32>(weights[i], weights[i + part]);
}

fn put(mode: u32, row: u32, column: u32, value: vec2<f32>) {
  if (row >= shape.batch || column >= shape.columns) { return; }
  let part = shape.modes * shape.columns;
  let at = 2u * row * part + mode * shape.columns + column;
  output[at] = value.x;
  output[at + part] = value.y;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let part = part_of(group, groups, shape.batch, shape.columns);
  // Groups beyond the last, where so many are laid out in two dimensions.
  if (part.mode >= shape.modes) { return; }
  let y = thread / SIDE;
  let x = thread % SIDE;
  var sums = Sums();
  for (var at = 0u; at < shape.depth; at += STEPS) {
    for (var item = thread; item < STEPS * TILE_ROWS; item += THREADS) {
      left_tile[item % STEPS * LEFT_STEP + item / STEPS] = left_element(part.mode, part.row + item / STEPS, at + item % STEPS);
    }
    for (var item = thread; item < STEPS * TILE_COLUMNS; item += THREADS) {
      // Neighbours differ in what is next to each other in the buffer.
      let l = select(vec2<u32>(item / TILE_COLUMNS, item % TILE_COLUMNS), vec2<u32>(item % STEPS, item / STEPS), shape.adjoint != 0u);
      right_tile[l.x * RIGHT_STEP + l.y] = right_element(part.mode, at + l.x, part.column + l.y);
    }
    workgroupBarrier();
    add_steps(&sums, y, x);
    workgroupBarrier();
  }
  let row = part.row + y;
  let column = part.column + x;
  put(part.mode, row, column, sums[0]);
  put(part.mode, row, column + 8u, sums[1]);
  put(part.mode, row, column + 16u, sums[2]);
  put(part.mode, row, column + 24u, sums[3]);
  put(part.mode, row + SIDE, column, sums[4]);
  put(part.mode, row + SIDE, column + 8u, sums[5]);
  put(part.mode, row + SIDE, column + 16u, sums[6]);
  put(part.mode, row + SIDE, column + 24u, sums[7]);
}
