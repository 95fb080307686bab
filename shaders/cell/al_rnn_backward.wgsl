// The adjoint of al_rnn_forward, from the last step to the first: gradients of what each step gave, and of the first states. A workgroup takes
// a sequence. Twin: src/twins/cell/al_rnn_backward.ts.

struct Shape {
  steps: u32,
  batch: u32,
  units: u32,      // 512 at most
  linear: u32,
  observed: u32,
  every: u32,
  a_at: u32,
  w_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> strength: array<f32>;
@group(0) @binding(3) var<storage, read> inputs: array<f32>;                 // steps x batch x units
@group(0) @binding(4) var<storage, read> grad_states: array<f32>;            // steps x batch x units: of the loss, by each step's own result
@group(0) @binding(5) var<storage, read_write> grad_outputs: array<f32>;     // steps x batch x units: of all that follows too
@group(0) @binding(6) var<storage, read_write> grad_state: array<f32>;       // batch x units: of the first states

var<workgroup> grads: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let units = shape.units;
  for (var t = shape.steps; t > 0u; t--) {
    let row = ((t - 1u) * shape.batch + b) * units;
    let drawn = t % shape.every == 0u;
    for (var i = thread; i < units; i += 64u) {
      var grad = grad_states[row + i];
      if (t < shape.steps) { grad += select(1.0, 1.0 - strength[0], drawn && i < shape.observed) * grad_state[b * units + i]; }
      grads[i] = grad;
      grad_outputs[row + i] = grad;
    }
    workgroupBarrier();
    for (var j = thread; j < units; j += 64u) {
      var sum = 0.0;
      for (var i = 0u; i < units; i++) { sum += grads[i] * parameters[shape.w_at + i * units + j]; }
      let passes = j < shape.linear || inputs[row + j] > 0.0;
      grad_state[b * units + j] = parameters[shape.a_at + j] * grads[j] + select(0.0, sum, passes);
    }
    workgroupBarrier();
  }
}
