// out = bias + out + left right: the one product of dense layers and of both their gradients, and of transforms: many matrices of one size
// at once, either side of which may be the same for all. Products are added in the order of the depth.
// A workgroup of 8 x 8 threads makes a tile of 64 x 64, a thread 8 x 8 of it, summed in registers: rows 8 apart, and so are its columns.
// Tiles of both sides, 16 steps deep, go through workgroup memory: each element is read from a buffer once a tile, whichever way it is
// kept by neighbours from neighbouring places, and a thread takes 4 vectors out of workgroup memory for 64 products. A step of a tile is
// padded by a vector, so that threads that bring 8 steps of one place meet 8 different banks. Chosen for GPUs by reasoning, none was at
// hand. On software 24 or 28 steps, or a half of the tile's threads, were no faster; the same without workgroup memory and its barriers was
// 1.1 to 1.3 times as fast on 512^3, twice on small products. Twin: src/twins/dense/matmul.ts.
const TILE = 64u;
const SIDE = 8u;       // threads in a row of the tile
const THREADS = 64u;
const STEPS = 16u;
const VECTORS = 16u;   // of a step; vector v holds elements v, v + 16, v + 32, v + 48 of the tile's side
const PADDED = 17u;

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
  slices: u32,      // of the depth; slice s is added up by itself, to the s-th matrix of out; of many matrices, behind slice s - 1 of all
  slice: u32,       // length of one, but for the last
  matrices: u32,
  left_step: u32,   // elements from one matrix to the next; 0: the same for all
  right_step: u32,
  out_step: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> left: array<f32>;
@group(0) @binding(2) var<storage, read> right: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

var<workgroup> left_tile: array<vec4<f32>, 272>;
var<workgroup> right_tile: array<vec4<f32>, 272>;

// Rows 0, 16, 32, 48, then 8, 24, 40, 56 beyond a thread's first; of each the columns in the same order, in two vectors.
alias Sums = array<vec4<f32>, 16>;

/** The part of a workgroup: first row and column of its tile, its part of the depth, and the first element of its three matrices. */
struct Part {
  row: u32,
  column: u32,
  slice: u32,
  first: u32,
  end: u32,
  left: u32,
  right: u32,
  out: u32,
}

fn part_of(index: u32) -> Part {
  let across = (shape.columns + TILE - 1u) / TILE;
  let down = (shape.rows + TILE - 1u) / TILE;
  let tile = index % (across * down);
  let matrix = index / (across * down) % shape.matrices;
  let slice = index / (across * down * shape.matrices);
  let first = slice * shape.slice;
  return Part(
    TILE * (tile / across),
    TILE * (tile % across),
    slice,
    first,
    min(first + shape.slice, shape.depth),
    shape.left_at + matrix * shape.left_step,
    shape.right_at + matrix * shape.right_step,
    shape.out_at + slice * shape.matrices * shape.rows * shape.columns + matrix * shape.out_step,
  );
}

/** What the sums begin with; `at`: first element of the matrix of out. */
fn beginning(row: u32, column: u32, at: u32) -> f32 {
  var value = 0.0;
  if (row < shape.rows && column < shape.columns) {
    if (shape.accumulate != 0u) { value = out[at + row * shape.columns + column]; }
    if (shape.biased != 0u) { value += bias[shape.bias_at + column]; }
  }
  return value;
}

fn begin_four(row: u32, column: u32, at: u32) -> vec4<f32> {
  return vec4<f32>(
    beginning(row, column, at),
    beginning(row, column + 16u, at),
    beginning(row, column + 32u, at),
    beginning(row, column + 48u, at),
  );
}

/** Every index a constant, here and below: sums that are reached by a computed one would not stay in registers. */
fn begin(sums: ptr<function, Sums>, row: u32, column: u32, at: u32) {
  let next = column + SIDE;
  (*sums)[0] = begin_four(row, column, at);
  (*sums)[1] = begin_four(row, next, at);
  (*sums)[2] = begin_four(row + 16u, column, at);
  (*sums)[3] = begin_four(row + 16u, next, at);
  (*sums)[4] = begin_four(row + 32u, column, at);
  (*sums)[5] = begin_four(row + 32u, next, at);
  (*sums)[6] = begin_four(row + 48u, column, at);
  (*sums)[7] = begin_four(row + 48u, next, at);
  (*sums)[8] = begin_four(row + 8u, column, at);
  (*sums)[9] = begin_four(row + 8u, next, at);
  (*sums)[10] = begin_four(row + 24u, column, at);
  (*sums)[11] = begin_four(row + 24u, next, at);
  (*sums)[12] = begin_four(row + 40u, column, at);
  (*sums)[13] = begin_four(row + 40u, next, at);
  (*sums)[14] = begin_four(row + 56u, column, at);
  (*sums)[15] = begin_four(row + 56u, next, at);
}

fn put(row: u32, column: u32, at: u32, value: f32) {
  if (row < shape.rows && column < shape.columns) { out[at + row * shape.columns + column] = value; }
}

fn put_row(row: u32, column: u32, at: u32, even: vec4<f32>, odd: vec4<f32>) {
  put(row, column, at, even.x);
  put(row, column + 8u, at, odd.x);
  put(row, column + 16u, at, even.y);
  put(row, column + 24u, at, odd.y);
  put(row, column + 32u, at, even.z);
  put(row, column + 40u, at, odd.z);
  put(row, column + 48u, at, even.w);
  put(row, column + 56u, at, odd.w);
}

fn finish(sums: ptr<function, Sums>, row: u32, column: u32, at: u32) {
  put_row(row, column, at, (*sums)[0], (*sums)[1]);
  put_row(row + 16u, column, at, (*sums)[2], (*sums)[3]);
  put_row(row + 32u, column, at, (*sums)[4], (*sums)[5]);
  put_row(row + 48u, column, at, (*sums)[6], (*sums)[7]);
  put_row(row + 8u, column, at, (*sums)[8], (*sums)[9]);
  put_row(row + 24u, column, at, (*sums)[10], (*sums)[11]);
  put_row(row + 40u, column, at, (*sums)[12], (*sums)[13]);
  put_row(row + 56u, column, at, (*sums)[14], (*sums)[15]);
}

/** Adds the products of a thread's factors of the left side (rows 0, 16, 32, 48; 8, 24, 40, 56) with those of the right. */
fn add_products(sums: ptr<function, Sums>, a0: vec4<f32>, a1: vec4<f32>, b0: vec4<f32>, b1: vec4<f32>) {
  (*sums)[0] += a0.x * b0;
  (*sums)[1] += a0.x * b1;
  (*sums)[2] += a0.y * b0;
  (*sums)[3] += a0.y * b1;
  (*sums)[4] += a0.z * b0;
  (*sums)[5] += a0.z * b1;
  (*sums)[6] += a0.w * b0;
  (*sums)[7] += a0.w * b1;
  (*sums)[8] += a1.x * b0;
  (*sums)[9] += a1.x * b1;
  (*sums)[10] += a1.y * b0;
  (*sums)[11] += a1.y * b1;
  (*sums)[12] += a1.z * b0;
  (*sums)[13] += a1.z * b1;
  (*sums)[14] += a1.w * b0;
  (*sums)[15] += a1.w * b1;
}

fn left_element(at: u32, row: u32, k: u32) -> f32 {
  let r = min(row, shape.rows - 1u);
  return left[at + select(r * shape.depth + k, k * shape.rows + r, shape.turned == TURNED_LEFT)];
}

fn right_element(at: u32, k: u32, column: u32) -> f32 {
  let c = min(column, shape.columns - 1u);
  return right[at + select(k * shape.columns + c, c * shape.depth + k, shape.turned == TURNED_RIGHT)];
}

fn left_vector(at: u32, row: u32, k: u32, end: u32) -> vec4<f32> {
  if (k >= end) { return vec4<f32>(); }
  return vec4<f32>(
    left_element(at, row, k),
    left_element(at, row + 16u, k),
    left_element(at, row + 32u, k),
    left_element(at, row + 48u, k),
  );
}

fn right_vector(at: u32, k: u32, column: u32, end: u32) -> vec4<f32> {
  if (k >= end) { return vec4<f32>(); }
  return vec4<f32>(
    right_element(at, k, column),
    right_element(at, k, column + 16u),
    right_element(at, k, column + 32u),
    right_element(at, k, column + 48u),
  );
}

/** Step and vector that a thread brings: neighbours differ in what is next to each other in the buffer. */
fn brought(item: u32, by_step: bool) -> vec2<u32> {
  return select(vec2<u32>(item / VECTORS, item % VECTORS), vec2<u32>(item % STEPS, item / STEPS), by_step);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let part = part_of(group.y * groups.x + group.x);
  // Groups beyond the last, where so many are laid out in two dimensions.
  if (part.slice >= shape.slices) { return; }
  let y = thread / SIDE;
  let x = thread % SIDE;
  var sums: Sums;
  if (shape.accumulate != 0u || shape.biased != 0u) { begin(&sums, part.row + y, part.column + x, part.out); }
  for (var at = part.first; at < part.end; at += STEPS) {
    for (var item = thread; item < STEPS * VECTORS; item += THREADS) {
      let l = brought(item, shape.turned != TURNED_LEFT);
      left_tile[l.x * PADDED + l.y] = left_vector(part.left, part.row + l.y, at + l.x, part.end);
      let r = brought(item, shape.turned == TURNED_RIGHT);
      right_tile[r.x * PADDED + r.y] = right_vector(part.right, at + r.x, part.column + r.y, part.end);
    }
    workgroupBarrier();
    for (var k = 0u; k < STEPS; k++) {
      let l = k * PADDED + y;
      let r = k * PADDED + x;
      add_products(&sums, left_tile[l], left_tile[l + SIDE], right_tile[r], right_tile[r + SIDE]);
    }
    workgroupBarrier();
  }
  finish(&sums, part.row + y, part.column + x, part.out);
}
