// One step of RAdam (Liu et al. 2020, algorithm 2, in PyTorch's form) for all parameters; gradients are cleared. The numbers that hang on
// the count of steps come from the host's table, in float64 until there. Twin: src/twins/dense/radam.ts.
#import "lib/batch"

struct Shape {
  count: u32,
  beta1: f32,
  beta2: f32,
  eps: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> rates: array<vec2<f32>>;          // a batch: rate, and whether it is divided by sqrt(v) + eps
@group(0) @binding(3) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradients: array<f32>;
@group(0) @binding(5) var<storage, read_write> first: array<f32>;
@group(0) @binding(6) var<storage, read_write> second: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count || clock[HALTED] != 0u) { return; }
  let rate = rates[clock[CURSOR]];
  let g = gradients[i];
  let m = shape.beta1 * first[i] + (1.0 - shape.beta1) * g;
  let v = shape.beta2 * second[i] + (1.0 - shape.beta2) * g * g;
  first[i] = m;
  second[i] = v;
  parameters[i] -= rate.x * m / select(1.0, sqrt(v) + shape.eps, rate.y != 0.0);
  gradients[i] = 0.0;
}
