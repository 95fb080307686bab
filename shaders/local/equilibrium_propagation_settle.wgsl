// A step of a layer's relaxation, s <- clip(s + step (drive - s)), drive = -dF/ds + s of states between 0 and 1: what its neighbours and
// its bias send, and for the output layer in a nudged phase -2 beta (s - target). Mode 0 puts the layer to 0, mode 1 is free, mode 2 nudged.
// A phase has a slot of its own in `states`; its first step reads another. Twin: src/twins/local/equilibrium_propagation_settle.ts.
#import "lib/batch"

struct Shape {
  count: u32,    // batch x units
  mode: u32,
  fixed: u32,    // 1: `clamped` is added to the drive
  read_at: u32,  // first state of the slot that is read, and of the one that is written
  write_at: u32,
  step: f32,
  sign: f32,     // of beta, in mode 2
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> betas: array<f32>;             // a batch of the pass
@group(0) @binding(3) var<storage, read> drive: array<f32>;             // batch x units
@group(0) @binding(4) var<storage, read> clamped: array<f32>;           // batch x units: what the input sends
@group(0) @binding(5) var<storage, read> targets: array<f32>;           // batch x units
@group(0) @binding(6) var<storage, read_write> states: array<f32>;      // slots x batch x units

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  var s = 0.0;
  if (shape.mode != 0u) {
    s = states[shape.read_at + i];
    var force = drive[i] - s;
    if (shape.fixed != 0u) { force += clamped[i]; }
    if (shape.mode == 2u) { force -= 2.0 * shape.sign * betas[clock[CURSOR]] * (s - targets[i]); }
    s = clamp(s + shape.step * force, 0.0, 1.0);
  }
  states[shape.write_at + i] = s;
}
