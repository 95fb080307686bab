// One step of a batch of CfC cells in their pure form, a thread a unit: from the sums of the one head. Twin: src/twins/cell/cfc_pure_step.ts.
#import "lib/cfc"

struct Shape {
  batch: u32,
  units: u32,
  step: u32,
  tau_at: u32,   // first element of w_tau (units) among the parameters
  a_at: u32,     // and of A (units)
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;           // steps x batch: 0 where a sequence is over
@group(0) @binding(2) var<storage, read> elapsed: array<f32>;        // steps x batch: time since the step before
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read> sums: array<f32>;           // steps x batch x units: ff1
@group(0) @binding(5) var<storage, read_write> states: array<f32>;   // (1 + steps) x batch x units: before the first step, then after each

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let b = i / shape.units;
  let j = i % shape.units;
  let row = shape.step * shape.batch + b;
  let now = shape.step * shape.batch * shape.units + i;
  states[now + shape.batch * shape.units] = cfc_pure_step(
    live[row], elapsed[row], sums[now], parameters[shape.tau_at + j], parameters[shape.a_at + j], states[now]);
}
