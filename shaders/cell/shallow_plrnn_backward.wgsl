// The adjoint of shallow_plrnn_forward, from the last step to the first: gradients of what each step gave, of its hidden units, and of the first
// states. Hidden units are worked out again. A workgroup takes a sequence. Twin: src/twins/cell/shallow_plrnn_backward.ts.

struct Shape {
  steps: u32,
  batch: u32,
  units: u32,      // 512 at most
  hidden: u32,     // 2048 at most
  observed: u32,
  every: u32,
  clipped: u32,
  a_at: u32,
  w1_at: u32,      // units x hidden
  w2_at: u32,      // hidden x units
  h2_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> strength: array<f32>;
@group(0) @binding(3) var<storage, read> inputs: array<f32>;                 // steps x batch x units
@group(0) @binding(4) var<storage, read> grad_states: array<f32>;            // steps x batch x units: of the loss, by each step's own result
@group(0) @binding(5) var<storage, read_write> grad_outputs: array<f32>;     // steps x batch x units: of all that follows too
@group(0) @binding(6) var<storage, read_write> grad_folds: array<f32>;       // steps x batch x hidden: of W2 z
@group(0) @binding(7) var<storage, read_write> grad_shifts: array<f32>;      // steps x batch x hidden: of h2
@group(0) @binding(8) var<storage, read_write> grad_state: array<f32>;       // batch x units: of the first states

var<workgroup> grads: array<f32, 512>;
var<workgroup> folds: array<f32, 2048>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let units = shape.units;
  let hidden = shape.hidden;
  for (var t = shape.steps; t > 0u; t--) {
    let row = (t - 1u) * shape.batch + b;
    let drawn = t % shape.every == 0u;
    for (var i = thread; i < units; i += 64u) {
      var grad = grad_states[row * units + i];
      if (t < shape.steps) { grad += select(1.0, 1.0 - strength[0], drawn && i < shape.observed) * grad_state[b * units + i]; }
      grads[i] = grad;
      grad_outputs[row * units + i] = grad;
    }
    workgroupBarrier();
    for (var l = thread; l < hidden; l += 64u) {
      var v = 0.0;
      for (var j = 0u; j < units; j++) { v += inputs[row * units + j] * parameters[shape.w2_at + l * units + j]; }
      var grad = 0.0;
      for (var i = 0u; i < units; i++) { grad += grads[i] * parameters[shape.w1_at + i * hidden + l]; }
      let shifted = select(0.0, grad, v + parameters[shape.h2_at + l] > 0.0);
      let fold = shifted - select(0.0, grad, shape.clipped != 0u && v > 0.0);
      folds[l] = fold;
      grad_folds[row * hidden + l] = fold;
      grad_shifts[row * hidden + l] = shifted;
    }
    workgroupBarrier();
    for (var j = thread; j < units; j += 64u) {
      var sum = 0.0;
      for (var l = 0u; l < hidden; l++) { sum += folds[l] * parameters[shape.w2_at + l * units + j]; }
      grad_state[b * units + j] = parameters[shape.a_at + j] * grads[j] + sum;
    }
    workgroupBarrier();
  }
}
