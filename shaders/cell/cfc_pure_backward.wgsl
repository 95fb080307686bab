// One step of a batch of CfC cells in their pure form backwards, a thread a unit: from the gradient of the state after the step to those of
// the head's sums, of w_tau and A, example by example, and of the state before it where the sequence was over. Twin: src/twins/cell/cfc_pure_backward.ts.
#import "lib/cfc"

struct Shape {
  batch: u32,
  units: u32,
  step: u32,
  tau_at: u32,
  a_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;               // steps x batch
@group(0) @binding(2) var<storage, read> elapsed: array<f32>;            // steps x batch
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> grad_state: array<f32>;   // batch x units
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;         // steps x batch x units: from now on their gradients
@group(0) @binding(6) var<storage, read_write> grad_tau: array<f32>;     // steps x batch x units
@group(0) @binding(7) var<storage, read_write> grad_a: array<f32>;       // the same

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let b = i / shape.units;
  let j = i % shape.units;
  let row = shape.step * shape.batch + b;
  let now = shape.step * shape.batch * shape.units + i;
  let g = cfc_pure_adjoint(live[row], elapsed[row], sums[now], parameters[shape.tau_at + j], parameters[shape.a_at + j], grad_state[i]);
  sums[now] = g.ff1;
  grad_tau[now] = g.w_tau;
  grad_a[now] = g.a;
  grad_state[i] = g.state;
}
