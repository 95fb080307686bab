// Adds each row of partial sums to its parameter's gradient, where that is learnt, and clears the row. A workgroup takes a row: its
// threads' sums are added by halves. Twin: src/twins/dense/add_partials.ts.
#import "lib/halves"

struct Shape {
  rows: u32,        // parameters
  groups: u32,      // length of the row of each
  out_at: u32,      // element of the first row's gradient
  learnt: u32,      // bit r: the optimiser may change parameter r
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read_write> partials: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradients: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let row = group.x;
  if (row >= shape.rows) { return; }
  var sum = 0.0;
  for (var g = thread; g < shape.groups; g += 64u) {
    sum += partials[row * shape.groups + g];
    partials[row * shape.groups + g] = 0.0;
  }
  let total = sum_of_threads(thread, sum);
  if (thread == 0u && ((shape.learnt >> row) & 1u) != 0u) { gradients[shape.out_at + row] += total; }
}
