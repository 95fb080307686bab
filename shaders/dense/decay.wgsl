// Adds a share of some parameters to their gradients: PyTorch's weight decay. Twin: src/twins/dense/decay.ts.
struct Shape {
  at: u32,        // first of them
  count: u32,
  amount: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradients: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  gradients[shape.at + i] += shape.amount * parameters[shape.at + i];
}
