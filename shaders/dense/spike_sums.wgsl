// Spikes of each example in all steps and neurons of a layer. A workgroup takes an example; its threads' sums are added by halves.
// Twin: src/twins/dense/spike_sums.ts.
#import "lib/halves"

struct Shape {
  steps: u32,
  batch: u32,
  features: u32,
  out_at: u32,    // where this part's first example stands in `sums`
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> spikes: array<f32>;         // steps x batch x features
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  var own = 0.0;
  for (var t = 0u; t < shape.steps; t++) {
    for (var f = thread; f < shape.features; f += 64u) { own += spikes[(t * shape.batch + b) * shape.features + f]; }
  }
  let sum = sum_of_threads(thread, own);
  if (thread == 0u) { sums[shape.out_at + b] = sum; }
}
