// The signals of some steps ago, out of their ring. Twin: src/twins/rate/recall.ts.
#import "lib/step_clock"

struct Shape {
  count: u32,
  slots: u32,
  delay: u32,   // steps
  ahead: u32,   // steps that the integrator is ahead of the clock: 0 or 1
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> signals: array<f32>;            // slots x count
@group(0) @binding(3) var<storage, read_write> delayed: array<f32>;      // count

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  let slot = ((clock[STEP] + shape.ahead) % shape.slots + shape.slots - shape.delay) % shape.slots;
  delayed[i] = signals[slot * shape.count + i];
}
