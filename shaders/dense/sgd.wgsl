// One step of stochastic gradient descent with momentum, in PyTorch's form, for all parameters; gradients are cleared.
// Twin: src/twins/dense/sgd.ts.
#import "lib/batch"

struct Shape {
  count: u32,
  momentum: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> rates: array<f32>;                // a batch: lr
@group(0) @binding(3) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradients: array<f32>;
@group(0) @binding(5) var<storage, read_write> velocity: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count || clock[HALTED] != 0u) { return; }
  let v = shape.momentum * velocity[i] + gradients[i];
  velocity[i] = v;
  parameters[i] -= rates[clock[CURSOR]] * v;
  gradients[i] = 0.0;
}
