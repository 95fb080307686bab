// Shallow piecewise-linear RNNs through all steps of a dispatch: z' = A z + W1 f(W2 z) + h1, where f(v) is relu(v + h2), less relu(v) where
// clipped. After every `every` steps the observed units are drawn to what was observed: z = (1 - strength) z' + strength x. A workgroup takes a
// sequence. Twin: src/twins/cell/shallow_plrnn_forward.ts.

struct Shape {
  steps: u32,
  batch: u32,
  units: u32,      // 512 at most
  hidden: u32,     // 2048 at most
  observed: u32,
  every: u32,      // 0: never
  keep: u32,       // 1: what goes into each step is kept; 0: the last step's alone
  clipped: u32,
  a_at: u32,
  w1_at: u32,      // units x hidden
  w2_at: u32,      // hidden x units
  h1_at: u32,
  h2_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> signals: array<f32>;                // (steps + 1) x batch x observed
@group(0) @binding(3) var<storage, read> strength: array<f32>;
@group(0) @binding(4) var<storage, read_write> state: array<f32>;            // batch x units: before the first step, then after the last
@group(0) @binding(5) var<storage, read_write> states: array<f32>;           // steps x batch x units: after each step, before it is drawn
@group(0) @binding(6) var<storage, read_write> inputs: array<f32>;           // kept x batch x units: z
@group(0) @binding(7) var<storage, read_write> activations: array<f32>;      // kept x batch x hidden: f(W2 z)

var<workgroup> z: array<f32, 512>;
var<workgroup> folds: array<f32, 2048>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let units = shape.units;
  for (var t = 0u; t < shape.steps; t++) {
    let kept = shape.keep * t * shape.batch + b;
    for (var i = thread; i < units; i += 64u) {
      z[i] = state[b * units + i];
      inputs[kept * units + i] = z[i];
    }
    workgroupBarrier();
    for (var l = thread; l < shape.hidden; l += 64u) {
      var v = 0.0;
      for (var j = 0u; j < units; j++) { v += z[j] * parameters[shape.w2_at + l * units + j]; }
      let f = max(v + parameters[shape.h2_at + l], 0.0) - select(0.0, max(v, 0.0), shape.clipped != 0u);
      folds[l] = f;
      activations[kept * shape.hidden + l] = f;
    }
    workgroupBarrier();
    let draws = shape.every > 0u && (t + 1u) % max(shape.every, 1u) == 0u;
    for (var i = thread; i < units; i += 64u) {
      var next = parameters[shape.h1_at + i];
      for (var l = 0u; l < shape.hidden; l++) { next += folds[l] * parameters[shape.w1_at + i * shape.hidden + l]; }
      next += parameters[shape.a_at + i] * z[i];
      states[(t * shape.batch + b) * units + i] = next;
      if (draws && i < shape.observed) {
        next = (1.0 - strength[0]) * next + strength[0] * signals[((t + 1u) * shape.batch + b) * shape.observed + i];
      }
      state[b * units + i] = next;
    }
  }
}
