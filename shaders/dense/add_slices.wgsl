// Adds up the slices of a matrix, from the first to the last, in a part of out. Twin: src/twins/dense/add_slices.ts.
struct Shape {
  count: u32,    // elements of the matrix
  slices: u32,
  out_at: u32,
  accumulate: u32,   // 1: to what out holds
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parts: array<f32>;      // slices x count
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  var sum = 0.0;
  for (var s = 0u; s < shape.slices; s++) { sum += parts[s * shape.count + i]; }
  if (shape.accumulate != 0u) { sum += out[shape.out_at + i]; }
  out[shape.out_at + i] = sum;
}
