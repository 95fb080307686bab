// Spectra of real fields that have only some modes: the way back of keep_modes.wgsl, 0 elsewhere; a bias for each channel is added to the
// first bin, the field's mean. Twin: src/twins/spectral/spread_modes.ts.
struct Shape {
  batch: u32,
  places: u32,     // bins of an example's spectrum
  bins: u32,       // of them along the last axis
  points: u32,     // that the last axis is transformed to
  modes: u32,
  channels: u32,
  interior: f32,   // factor of bins that stand for two: all but the last axis' first, and its half
  biased: u32,
  bias_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> filled: array<u32>;   // for each place 1 + its mode, or 0
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> output: array<vec2<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let example = shape.places * shape.channels;
  if (i >= shape.batch * example) { return; }
  let place = i / shape.channels % shape.places;
  let channel = i % shape.channels;
  var value = vec2<f32>();
  if (filled[place] > 0u) {
    let part = shape.modes * shape.channels;
    let at = i / example * 2u * part + (filled[place] - 1u) * shape.channels + channel;
    let k = place % shape.bins;
    value = select(shape.interior, 1.0, k == 0u || 2u * k == shape.points) * vec2<f32>(input[at], input[at + part]);
  }
  if (shape.biased != 0u && place == 0u) { value.x += bias[shape.bias_at + channel]; }
  output[i] = value;
}
