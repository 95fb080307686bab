// Keeps a frame of the values after every `every` steps, the oldest giving way once there are `frames` of them: the host takes them out
// before. Twin: src/twins/field/record.ts.
#import "lib/step_clock"

struct Shape {
  every: u32,
  frames: u32,
  count: u32,
  channels: u32,
  channel: u32,   // the one that is kept
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;          // count x channels
@group(0) @binding(3) var<storage, read_write> kept: array<f32>;      // frames x count

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count || clock[STEP] % shape.every != 0u) { return; }
  kept[(clock[STEP] / shape.every % shape.frames) * shape.count + i] = values[i * shape.channels + shape.channel];
}
