// First states of a batch: the observed units as the first observation has them, the others what a matrix makes of it. A thread takes a unit.
// Twin: src/twins/cell/initial_state.ts.

struct Shape {
  batch: u32,
  units: u32,
  observed: u32,
  l_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> signals: array<f32>;           // steps x batch x observed, of which the first is read
@group(0) @binding(3) var<storage, read_write> state: array<f32>;       // batch x units

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let unit = i % shape.units;
  let seen = i / shape.units * shape.observed;
  if (unit < shape.observed) {
    state[i] = signals[seen + unit];
    return;
  }
  var sum = 0.0;
  for (var n = 0u; n < shape.observed; n++) {
    sum += parameters[shape.l_at + (unit - shape.observed) * shape.observed + n] * signals[seen + n];
  }
  state[i] = sum;
}
