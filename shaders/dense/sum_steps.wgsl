// Sum over the steps of a tensor, a thread a place: the gradient of what all steps have in common. Twin: src/twins/dense/sum_steps.ts.
struct Shape {
  steps: u32,
  units: u32,  // batch x features
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> each: array<f32>;         // steps x units
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;   // units

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let unit = 256u * (group.y * groups.x + group.x) + thread;
  if (unit >= shape.units) { return; }
  var sum = 0.0;
  for (var t = 0u; t < shape.steps; t++) { sum += each[t * shape.units + unit]; }
  sums[unit] = sum;
}
