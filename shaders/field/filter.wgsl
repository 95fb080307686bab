// Multiplies the spectra of a field's channels mode by mode with a real matrix: convolutions with even kernels, or a mask.
// Twin: src/twins/field/filter.ts.

struct Shape {
  batch: u32,
  modes: u32,
  channels: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> multipliers: array<f32>;             // modes x channels (to) x channels (of)
@group(0) @binding(2) var<storage, read> spectrum: array<vec2<f32>>;          // batch x modes x channels
@group(0) @binding(3) var<storage, read_write> filtered: array<vec2<f32>>;    // the same

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let wide = shape.channels;
  if (i >= shape.batch * shape.modes * wide) { return; }
  let mode = i / wide;
  let row = wide * (wide * (mode % shape.modes) + i % wide);
  var sum = vec2<f32>();
  for (var c = 0u; c < wide; c++) { sum += multipliers[row + c] * spectrum[wide * mode + c]; }
  filtered[i] = sum;
}
