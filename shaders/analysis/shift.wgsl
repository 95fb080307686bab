// Rows of a series less the first row that ever came: numbers near 0, whose squares keep their digits. Adds up each channel and counts its rows. A
// thread a channel. Twin: src/twins/analysis/shift.ts.

struct Shape {
  rows: u32,
  channels: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<f32>;             // rows x channels
@group(0) @binding(2) var<storage, read_write> origin: array<f32>;      // one a channel, once there are rows
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;        // one a channel, of what is shifted
@group(0) @binding(4) var<storage, read_write> counts: array<u32>;      // rows so far, one a channel
@group(0) @binding(5) var<storage, read_write> shifted: array<f32>;     // rows x channels

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let channel = 64u * (group.y * groups.x + group.x) + thread;
  if (channel >= shape.channels) { return; }
  if (counts[channel] == 0u) { origin[channel] = input[channel]; }
  let base = origin[channel];
  var sum = 0.0;
  for (var row = 0u; row < shape.rows; row++) {
    let at = row * shape.channels + channel;
    let value = input[at] - base;
    shifted[at] = value;
    sum += value;
  }
  sums[channel] += sum;
  counts[channel] += shape.rows;
}
