// One step of Adadelta (Zeiler 2012, algorithm 1, in PyTorch's form) for all parameters; gradients are cleared.
// Twin: src/twins/dense/adadelta.ts.
#import "lib/batch"

struct Shape {
  count: u32,
  rho: f32,
  eps: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> rates: array<f32>;                // a batch: lr
@group(0) @binding(3) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradients: array<f32>;
@group(0) @binding(5) var<storage, read_write> squares: array<f32>;        // of gradients
@group(0) @binding(6) var<storage, read_write> changes: array<f32>;        // squares of changes

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count || clock[HALTED] != 0u) { return; }
  let g = gradients[i];
  let square = shape.rho * squares[i] + (1.0 - shape.rho) * g * g;
  let change = sqrt(changes[i] + shape.eps) / sqrt(square + shape.eps) * g;
  squares[i] = square;
  changes[i] = shape.rho * changes[i] + (1.0 - shape.rho) * change * change;
  parameters[i] -= rates[clock[CURSOR]] * change;
  gradients[i] = 0.0;
}
