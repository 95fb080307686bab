// Almost-linear RNNs through all steps of a dispatch: z' = A z + W f(z) + h, f rectifying the units from `linear` on. After every `every`
// steps the observed units are drawn to what was observed: z = (1 - strength) z' + strength x. A workgroup takes a sequence.
// Twin: src/twins/cell/al_rnn_forward.ts.

struct Shape {
  steps: u32,
  batch: u32,
  units: u32,      // 512 at most
  linear: u32,
  observed: u32,
  every: u32,      // 0: never
  keep: u32,       // 1: what goes into each step is kept; 0: the last step's alone
  a_at: u32,
  w_at: u32,
  h_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> signals: array<f32>;                // (steps + 1) x batch x observed
@group(0) @binding(3) var<storage, read> strength: array<f32>;
@group(0) @binding(4) var<storage, read_write> state: array<f32>;            // batch x units: before the first step, then after the last
@group(0) @binding(5) var<storage, read_write> states: array<f32>;           // steps x batch x units: after each step, before it is drawn
@group(0) @binding(6) var<storage, read_write> inputs: array<f32>;           // kept x batch x units: z
@group(0) @binding(7) var<storage, read_write> activations: array<f32>;      // kept x batch x units: f(z)

var<workgroup> rectified: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let units = shape.units;
  for (var t = 0u; t < shape.steps; t++) {
    let kept = (shape.keep * t * shape.batch + b) * units;
    for (var i = thread; i < units; i += 64u) {
      let z = state[b * units + i];
      let f = select(z, max(z, 0.0), i >= shape.linear);
      rectified[i] = f;
      inputs[kept + i] = z;
      activations[kept + i] = f;
    }
    workgroupBarrier();
    let draws = shape.every > 0u && (t + 1u) % max(shape.every, 1u) == 0u;
    for (var i = thread; i < units; i += 64u) {
      var next = parameters[shape.h_at + i];
      for (var j = 0u; j < units; j++) { next += rectified[j] * parameters[shape.w_at + i * units + j]; }
      next += parameters[shape.a_at + i] * state[b * units + i];
      states[(t * shape.batch + b) * units + i] = next;
      if (draws && i < shape.observed) {
        next = (1.0 - strength[0]) * next + strength[0] * signals[((t + 1u) * shape.batch + b) * shape.observed + i];
      }
      state[b * units + i] = next;
    }
    workgroupBarrier();
  }
}
