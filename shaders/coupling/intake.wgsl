// Turns the spikes counted since the field's last step into its input at each place, and counts from 0 again. One channel of the input; several sources
// of one channel follow each other, the first of them beginning with the constant input. Twin: src/twins/coupling/intake.ts.

struct Shape {
  places: u32,
  channels: u32,
  channel: u32,
  first: u32,  // 1: of the sources of this channel
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> constant: array<f32>;  // (places x channels)
@group(0) @binding(2) var<storage, read> gains: array<f32>;     // field units a spike, place by place
@group(0) @binding(3) var<storage, read_write> counts: array<u32>;
@group(0) @binding(4) var<storage, read_write> input: array<f32>;  // (places x channels)

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let place = (group.x + group.y * grid.x) * 64u + lane;
  if (place >= shape.places) { return; }
  let at = place * shape.channels + shape.channel;
  var value = input[at];
  if (shape.first != 0u) { value = constant[at]; }
  input[at] = value + gains[place] * f32(counts[place]);
  counts[place] = 0u;
}
