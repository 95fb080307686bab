// One step of a batch of gated recurrent units backwards, a thread a unit: from the gradient of the state after the step to those of the sums
// at the gates and, but for what goes through these, of the state before it. Twin: src/twins/cell/gru_backward.ts.
#import "lib/gru"

struct Shape {
  batch: u32,
  units: u32,
  step: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;               // steps x batch
@group(0) @binding(2) var<storage, read> gates: array<f32>;              // steps x batch x 3 units
@group(0) @binding(3) var<storage, read> states: array<f32>;             // (1 + steps) x batch x units
@group(0) @binding(4) var<storage, read_write> grad_state: array<f32>;   // batch x units
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;         // steps x batch x 3 units: from now on their gradients
@group(0) @binding(6) var<storage, read_write> recurrent: array<f32>;    // the same

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let b = i / shape.units;
  let j = i % shape.units;
  let row = shape.step * shape.batch + b;
  let units = shape.units;
  let at = 3u * row * units + j;
  let now = shape.step * shape.batch * units + i;
  let g = gru_adjoint(live[row], gates[at], gates[at + units], gates[at + 2u * units], recurrent[at + 2u * units], states[now], grad_state[i]);
  sums[at] = g.r;
  sums[at + units] = g.z;
  sums[at + 2u * units] = g.n;
  recurrent[at] = g.from_r;
  recurrent[at + units] = g.from_z;
  recurrent[at + 2u * units] = g.from_n;
  grad_state[i] = g.state;
}
