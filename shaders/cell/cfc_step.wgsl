// One step of a batch of closed-form continuous-time cells, a thread a unit: from the sums of its four heads. Twin: src/twins/cell/cfc_step.ts.
#import "lib/cfc"

struct Shape {
  batch: u32,
  units: u32,
  step: u32,
  gate: f32,   // 1, or 0 without it
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;           // steps x batch: 0 where a sequence is over
@group(0) @binding(2) var<storage, read> elapsed: array<f32>;        // steps x batch: time since the step before
@group(0) @binding(3) var<storage, read> sums: array<f32>;           // steps x batch x 4 units: ff1, ff2, time_a, time_b
@group(0) @binding(4) var<storage, read_write> states: array<f32>;   // (1 + steps) x batch x units: before the first step, then after each
@group(0) @binding(5) var<storage, read_write> parts: array<f32>;    // steps x batch x 3 units: both states, and the share of the second

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let b = i / shape.units;
  let j = i % shape.units;
  let row = shape.step * shape.batch + b;
  let units = shape.units;
  let at = 4u * row * units + j;
  let now = shape.step * shape.batch * units + i;
  let s = cfc_step(live[row], elapsed[row], sums[at], sums[at + units], sums[at + 2u * units], sums[at + 3u * units], states[now], shape.gate);
  let part = 3u * row * units + j;
  parts[part] = s.first;
  parts[part + units] = s.second;
  parts[part + 2u * units] = s.share;
  states[now + shape.batch * units] = s.state;
}
