// Fixed points of z <- A z + W phi(z) + h, where phi is the identity but for some units, at which it is max(0, z): region by region, a region being which of
// these units are above 0. There the map is linear, and (I - A - W D) z = h has its one candidate, by elimination with pivots from each column. A
// workgroup a region. What may be a fixed point is marked for the host, which decides with more digits: a candidate within a share of its region, or
// a matrix that is close to singular. Twin: src/twins/analysis/fixed_points.ts.
const THREADS = 64u;
// Share of the largest |z| that a unit may be on the wrong side of 0.
const SLACK = 1e-3;
// Smallest over largest pivot from which on float32 is trusted.
const TRUSTED = 1e-4;

struct Shape {
  size: u32,      // M units
  regions: u32,   // of a dispatch
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> map: array<f32>;        // A (M x M), W (M x M), h (M)
@group(0) @binding(2) var<storage, read> kinked: array<u32>;     // of each unit: 0, or 1 and which bit of a region's number it is
@group(0) @binding(3) var<storage, read> first: array<u32>;      // number of the dispatch's first region
@group(0) @binding(4) var<storage, read_write> work: array<f32>;     // regions x M x (M + 1)
@group(0) @binding(5) var<storage, read_write> marked: array<u32>;   // regions: 1 where there may be a fixed point

var<workgroup> pivot_row: u32;

/** Whether a unit passes its value on in a region. */
fn passes(unit: u32, region: u32) -> bool {
  let kink = kinked[unit];
  return kink == 0u || ((region >> (kink - 1u)) & 1u) == 1u;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= shape.regions) { return; }
  let region = first[0] + index;
  let size = shape.size;
  let wide = size + 1u;
  let base = index * size * wide;
  for (var i = thread; i < size * wide; i += THREADS) {
    let row = i / wide;
    let column = i % wide;
    var value = 0.0;
    if (column == size) {
      value = map[2u * size * size + row];
    } else {
      value = select(0.0, 1.0, row == column) - map[row * size + column];
      if (passes(column, region)) { value -= map[(size + row) * size + column]; }
    }
    work[base + i] = value;
  }
  storageBarrier();
  var least = 3.4e38;
  var most = 0.0;
  for (var k = 0u; k < size; k++) {
    if (thread == 0u) {
      var best = k;
      for (var row = k + 1u; row < size; row++) {
        if (abs(work[base + row * wide + k]) > abs(work[base + best * wide + k])) { best = row; }
      }
      pivot_row = best;
    }
    let other = workgroupUniformLoad(&pivot_row);
    if (other != k) {
      for (var column = k + thread; column < wide; column += THREADS) {
        let own = work[base + k * wide + column];
        work[base + k * wide + column] = work[base + other * wide + column];
        work[base + other * wide + column] = own;
      }
    }
    storageBarrier();
    let pivot = work[base + k * wide + k];
    least = min(least, abs(pivot));
    most = max(most, abs(pivot));
    if (pivot != 0.0) {
      for (var row = thread; row < size; row += THREADS) {
        if (row == k) { continue; }
        let factor = work[base + row * wide + k] / pivot;
        for (var column = k; column < wide; column++) { work[base + row * wide + column] -= factor * work[base + k * wide + column]; }
      }
    }
    storageBarrier();
  }
  if (thread != 0u) { return; }
  var largest = 0.0;
  for (var row = 0u; row < size; row++) { largest = max(largest, abs(work[base + row * wide + size] / work[base + row * wide + row])); }
  var inside = true;
  for (var row = 0u; row < size; row++) {
    if (kinked[row] == 0u) { continue; }
    let value = work[base + row * wide + size] / work[base + row * wide + row];
    if (passes(row, region)) { inside = inside && value >= -SLACK * largest; } else { inside = inside && value <= SLACK * largest; }
  }
  marked[index] = select(0u, 1u, inside || !(least > TRUSTED * most));
}
