// Spikes of each example in all steps and neurons of a layer. A workgroup takes an example; its threads' sums are added by halves.
// Twin: src/twins/dense/spike_sums.ts.
struct Shape {
  steps: u32,
  batch: u32,
  features: u32,
  out_at: u32,    // where this part's first example stands in `sums`
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> spikes: array<f32>;         // steps x batch x features
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  var sum = 0.0;
  if (b < shape.batch) {
    for (var t = 0u; t < shape.steps; t++) {
      for (var f = thread; f < shape.features; f += 64u) { sum += spikes[(t * shape.batch + b) * shape.features + f]; }
    }
  }
  parts[thread] = sum;
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { parts[thread] += parts[thread + half]; }
  }
  if (thread == 0u && b < shape.batch) { sums[shape.out_at + b] = parts[0]; }
}
