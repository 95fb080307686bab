// Adds the power |X|^2 of segments' spectra to sums, in the order of the segments, and counts the segments. Twin: src/twins/analysis/power.ts.

struct Shape {
  segments: u32,
  each: u32,   // complex numbers of a segment: bins x channels
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> spectra: array<vec2<f32>>;   // segments x each
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;      // each
@group(0) @binding(3) var<storage, read_write> counts: array<u32>;    // segments so far

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.each) { return; }
  if (i == 0u) { counts[0] += shape.segments; }
  var sum = sums[i];
  for (var s = 0u; s < shape.segments; s++) {
    let x = spectra[s * shape.each + i];
    sum += dot(x, x);
  }
  sums[i] = sum;
}
