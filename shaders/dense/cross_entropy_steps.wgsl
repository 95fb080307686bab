// Cross-entropy of the outputs of each step, added up, and its gradient. A workgroup takes an example, its threads the steps.
// Twin: src/twins/dense/cross_entropy_steps.ts.
#import "lib/batch"
#import "lib/halves"

struct Shape {
  steps: u32,     // of the outputs
  batch: u32,
  classes: u32,
  whole: u32,     // examples of a whole batch; this part begins with `first`
  first: u32,
  gain: f32,      // what the sum over time is multiplied by
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read> outputs: array<f32>;               // steps x batch x classes
@group(0) @binding(5) var<storage, read_write> grad_outputs: array<f32>;    // of the mean over the examples of the whole batch
@group(0) @binding(6) var<storage, read_write> losses: array<f32>;          // whole

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let place = clock[CURSOR] * shape.whole + shape.first + b;
  let known = place < clock[EXAMPLES];
  var label = 0u;
  if (known) { label = labels[order[place]]; }
  let share = select(0.0, shape.gain / f32(min(shape.whole, clock[EXAMPLES] - clock[CURSOR] * shape.whole)), known);
  var own_loss = 0.0;
  for (var t = thread; t < shape.steps; t += 64u) {
    let row = (t * shape.batch + b) * shape.classes;
    var most = outputs[row];
    for (var c = 1u; c < shape.classes; c++) { most = max(most, outputs[row + c]); }
    var sum = 0.0;
    for (var c = 0u; c < shape.classes; c++) { sum += exp(outputs[row + c] - most); }
    own_loss += log(sum) + (most - outputs[row + label]);
    for (var c = 0u; c < shape.classes; c++) {
      grad_outputs[row + c] = share * (exp(outputs[row + c] - most) / sum - select(0.0, 1.0, c == label));
    }
  }
  let loss = sum_of_threads(thread, own_loss);
  if (thread == 0u) { losses[shape.first + b] = select(0.0, shape.gain * loss, known); }
}
