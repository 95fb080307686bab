// Adds the gradient of initial_state's matrix, from that of the first states. A thread takes an element.
// Twin: src/twins/cell/initial_state_backward.ts.

struct Shape {
  batch: u32,
  units: u32,
  observed: u32,
  l_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> signals: array<f32>;           // steps x batch x observed, of which the first is read
@group(0) @binding(2) var<storage, read> grad_state: array<f32>;        // batch x units
@group(0) @binding(3) var<storage, read_write> gradients: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= (shape.units - shape.observed) * shape.observed) { return; }
  let unit = shape.observed + i / shape.observed;
  var sum = 0.0;
  for (var b = 0u; b < shape.batch; b++) {
    sum += grad_state[b * shape.units + unit] * signals[b * shape.observed + i % shape.observed];
  }
  gradients[shape.l_at + i] += sum;
}
