// The code of every point of a trajectory: a bit for each of some units, 1 where it is above 0. A piecewise-linear map is linear where the code is
// the same. A thread makes a word of 32 bits. Twin: src/twins/analysis/codes.ts.

struct Shape {
  points: u32,
  stride: u32,   // numbers from one point to the next
  count: u32,    // units
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> trajectory: array<f32>;
@group(0) @binding(2) var<storage, read> units: array<u32>;
@group(0) @binding(3) var<storage, read_write> codes: array<u32>;   // points x words; unit k is bit k % 32 of word k / 32

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let words = (shape.count + 31u) / 32u;
  if (i >= shape.points * words) { return; }
  let point = i / words;
  let first = 32u * (i % words);
  var word = 0u;
  for (var k = first; k < min(first + 32u, shape.count); k++) {
    if (trajectory[point * shape.stride + units[k]] > 0.0) { word |= 1u << (k - first); }
  }
  codes[i] = word;
}
