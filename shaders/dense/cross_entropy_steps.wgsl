// Cross-entropy of the outputs of each step, added up, and its gradient. A workgroup takes an example, its threads the steps.
// Twin: src/twins/dense/cross_entropy_steps.ts.
#import "lib/loss"

struct Shape {
  steps: u32,     // of the outputs
  batch: u32,
  classes: u32,
  whole: u32,     // examples of a whole batch; this part begins with `first`
  first: u32,
  gain: f32,      // what the sum over time is multiplied by
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let example = example_of(b);
  let share = select(0.0, shape.gain / example.together, example.known);
  var own_loss = 0.0;
  for (var t = thread; t < shape.steps; t += 64u) {
    let row = (t * shape.batch + b) * shape.classes;
    var most = outputs[row];
    for (var c = 1u; c < shape.classes; c++) { most = max(most, outputs[row + c]); }
    var sum = 0.0;
    for (var c = 0u; c < shape.classes; c++) { sum += exp(outputs[row + c] - most); }
    own_loss += log(sum) + (most - outputs[row + example.label]);
    for (var c = 0u; c < shape.classes; c++) {
      grad_outputs[row + c] = share * (exp(outputs[row + c] - most) / sum - select(0.0, 1.0, c == example.label));
    }
  }
  let loss = sum_of_threads(thread, own_loss);
  if (thread == 0u) { losses[shape.first + b] = select(0.0, shape.gain * loss, example.known); }
}
