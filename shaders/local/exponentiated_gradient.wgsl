// Exponentiated gradient (Kivinen and Warmuth 1997), signs kept (Cornford et al. 2024): w exp(-rate sign(w) gradient); or plain descent,
// w - rate gradient, to hold it against. Twin: src/twins/local/exponentiated_gradient.ts.

struct Shape {
  count: u32,
  plain: u32,   // 1: plain descent
  rate: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> gradients: array<f32>;
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  let w = weights[i];
  let change = shape.rate * gradients[i];
  if (shape.plain == 1u) {
    weights[i] = w - change;
  } else {
    weights[i] = w * exp(-sign(w) * change);
  }
}
