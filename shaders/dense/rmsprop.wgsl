// One step of RMSprop (Tieleman and Hinton 2012, in PyTorch's form) for all parameters; gradients are cleared.
// Twin: src/twins/dense/rmsprop.ts.
#import "lib/batch"

struct Shape {
  count: u32,
  alpha: f32,
  eps: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> rates: array<f32>;                // a batch: lr
@group(0) @binding(3) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradients: array<f32>;
@group(0) @binding(5) var<storage, read_write> squares: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count || clock[HALTED] != 0u) { return; }
  let g = gradients[i];
  let square = shape.alpha * squares[i] + (1.0 - shape.alpha) * g * g;
  squares[i] = square;
  parameters[i] -= rates[clock[CURSOR]] * g / (sqrt(square) + shape.eps);
  gradients[i] = 0.0;
}
