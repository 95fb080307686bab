// The mean square of what observed units miss, over the steps and units of a sequence, and its gradient: 0 for all other units. What is observed
// after step t is row t + 1 of the signals. A workgroup takes a sequence. Twin: src/twins/cell/reconstruction_error.ts.
#import "lib/halves"

struct Shape {
  steps: u32,
  batch: u32,
  units: u32,
  observed: u32,
  whole: u32,      // sequences of a whole batch; this part begins with `first`
  first: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> signals: array<f32>;               // (steps + 1) x batch x observed
@group(0) @binding(2) var<storage, read> states: array<f32>;                // steps x batch x units
@group(0) @binding(3) var<storage, read_write> grad_states: array<f32>;     // of the mean over the sequences of the whole batch
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;          // whole

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let count = f32(shape.steps * shape.observed);
  let slope = 2.0 / (count * f32(shape.whole));
  var own = 0.0;
  for (var k = thread; k < shape.steps * shape.units; k += 64u) {
    let t = k / shape.units;
    let unit = k % shape.units;
    let at = (t * shape.batch + b) * shape.units + unit;
    var error = 0.0;
    if (unit < shape.observed) { error = states[at] - signals[((t + 1u) * shape.batch + b) * shape.observed + unit]; }
    own += error * error;
    grad_states[at] = slope * error;
  }
  let sum = sum_of_threads(thread, own);
  if (thread == 0u) { losses[shape.first + b] = sum / count; }
}
