// One step of a batch of closed-form continuous-time cells backwards, a thread a unit: from the gradient of the state after the step to those
// of its heads' sums, and of the state before it where the sequence was over. Twin: src/twins/cell/cfc_backward.ts.
#import "lib/cfc"

struct Shape {
  batch: u32,
  units: u32,
  step: u32,
  gate: f32,   // 1, or 0 without it
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;               // steps x batch
@group(0) @binding(2) var<storage, read> elapsed: array<f32>;            // steps x batch
@group(0) @binding(3) var<storage, read> parts: array<f32>;              // steps x batch x 3 units
@group(0) @binding(4) var<storage, read_write> grad_state: array<f32>;   // batch x units
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;         // steps x batch x 4 units: from now on their gradients

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let b = i / shape.units;
  let j = i % shape.units;
  let row = shape.step * shape.batch + b;
  let units = shape.units;
  let part = 3u * row * units + j;
  let g = cfc_adjoint(live[row], elapsed[row], parts[part], parts[part + units], parts[part + 2u * units], grad_state[i], shape.gate);
  let at = 4u * row * units + j;
  sums[at] = g.ff1;
  sums[at + units] = g.ff2;
  sums[at + 2u * units] = g.time_a;
  sums[at + 3u * units] = g.time_b;
  grad_state[i] = g.state;
}
