// drive = J signals for few vectors: what takes time is reading J, once for four vectors. 8 lanes share a row, so that a workgroup reads 8 rows by lines
// of 128 bytes; each lane adds up its own elements in order, and the first of them the sums of all 8. Rows are a multiple of four long, and behind
// the units J is 0. Twin: src/twins/rate/recur.ts.
const LANES = 8u;
const ROWS = 8u;      // of a workgroup
const ACROSS = 4u;    // vectors at once

struct Shape {
  rows: u32,        // units
  stride: u32,      // elements of a row
  vectors: u32,     // that go through one matrix
  matrices: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> couplings: array<vec4<f32>>;      // matrices x rows x stride
@group(0) @binding(2) var<storage, read> signals: array<vec4<f32>>;        // matrices x vectors x stride
@group(0) @binding(3) var<storage, read_write> drive: array<f32>;          // matrices x vectors x stride

var<workgroup> parts: array<vec4<f32>, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let index = group.y * groups.x + group.x;
  let down = (shape.rows + ROWS - 1u) / ROWS;
  let rounds = (shape.vectors + ACROSS - 1u) / ACROSS;
  let matrix = index / (down * rounds);
  let vector = ACROSS * (index / down % rounds);
  let row = ROWS * (index % down) + thread / LANES;
  let quads = shape.stride / 4u;
  let lane = thread % LANES;
  let own = row < shape.rows && matrix < shape.matrices;
  var sums = vec4<f32>();
  if (own) {
    let begin = (matrix * shape.rows + row) * quads;
    let first = (matrix * shape.vectors + vector) * quads;
    let left = shape.vectors - vector;
    if (left == 1u) {
      for (var q = lane; q < quads; q += LANES) { sums.x += dot(couplings[begin + q], signals[first + q]); }
    } else {
      // Where there are fewer than four, the last one again.
      let second = first + quads;
      let third = first + min(2u, left - 1u) * quads;
      let fourth = first + min(3u, left - 1u) * quads;
      for (var q = lane; q < quads; q += LANES) {
        let j = couplings[begin + q];
        sums += vec4(dot(j, signals[first + q]), dot(j, signals[second + q]), dot(j, signals[third + q]), dot(j, signals[fourth + q]));
      }
    }
  }
  parts[thread] = sums;
  workgroupBarrier();
  if (!own || lane != 0u) { return; }
  for (var k = 1u; k < LANES; k++) { sums += parts[thread + k]; }
  for (var v = 0u; v < min(ACROSS, shape.vectors - vector); v++) {
    drive[(matrix * shape.vectors + vector + v) * shape.stride + row] = sums[v];
  }
}
