// Kept modes of spectra of real fields: (batch x places x channels) complex numbers -> (batch x 2 x modes x channels), real parts before
// imaginary ones. Twin: src/twins/spectral/keep_modes.ts.
struct Shape {
  batch: u32,
  places: u32,     // bins of an example's spectrum
  bins: u32,       // of them along the last axis
  points: u32,     // that the last axis was transformed of
  modes: u32,
  channels: u32,
  interior: f32,   // factor of bins that stand for two: all but the last axis' first, and its half
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> kept: array<u32>;   // the place of each mode
@group(0) @binding(2) var<storage, read> input: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let part = shape.modes * shape.channels;
  if (i >= shape.batch * part) { return; }
  let place = kept[i / shape.channels % shape.modes];
  let k = place % shape.bins;
  let factor = select(shape.interior, 1.0, k == 0u || 2u * k == shape.points);
  let value = factor * input[(i / part * shape.places + place) * shape.channels + i % shape.channels];
  let at = i / part * 2u * part + i % part;
  output[at] = value.x;
  output[at + part] = value.y;
}
