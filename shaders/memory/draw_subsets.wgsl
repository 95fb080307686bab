// Sets of so many cells of all, every set as likely as every other: one a trial, by Floyd's method (Bentley and Floyd 1987, "A sample of
// brilliance", CACM 30): a random number a cell, none refused. Twin: src/twins/memory/draw_subsets.ts.

#import "lib/philox"

struct Shape {
  count: u32,
  cells: u32,
  chosen: u32,
  words: u32,      // of a set
  key0: u32,
  key1: u32,
  stream: u32,
  step: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;                // trials before these
@group(0) @binding(2) var<storage, read_write> subsets: array<u32>;        // count x words

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  let first = i * shape.words;
  for (var w = 0u; w < shape.words; w++) { subsets[first + w] = 0u; }
  var four = vec4<u32>();
  for (var n = 0u; n < shape.chosen; n++) {
    if (n % 4u == 0u) { four = philox4x32(vec2(shape.key0, shape.key1), vec4(clock[0] + i, n / 4u, shape.stream, shape.step)); }
    // One of the cells up to `last`; where it is in the set already, `last` itself, which cannot be.
    let last = shape.cells - shape.chosen + n;
    var cell = mulhi(four[n % 4u], last + 1u);
    if (((subsets[first + cell / 32u] >> (cell % 32u)) & 1u) != 0u) { cell = last; }
    subsets[first + cell / 32u] |= 1u << (cell % 32u);
  }
}
