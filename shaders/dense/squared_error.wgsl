// Squared error of the outputs, each step's or summed over time, against one number for the label's class and another for the rest, and
// its gradient. A workgroup takes an example, its threads the classes. Twin: src/twins/dense/squared_error.ts.
#import "lib/loss"

struct Shape {
  steps: u32,         // of the outputs
  batch: u32,
  classes: u32,
  whole: u32,         // examples of a whole batch; this part begins with `first`
  first: u32,
  summed: u32,        // 1: of the sum over time; 0: of each step, added up
  on_target: f32,
  off_target: f32,
  gain: f32,          // what the squares are multiplied by
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let example = example_of(b);
  let share = select(0.0, 2.0 * shape.gain / example.together, example.known);
  let stride = shape.batch * shape.classes;
  var own = 0.0;
  for (var c = thread; c < shape.classes; c += 64u) {
    let wanted = select(shape.off_target, shape.on_target, c == example.label);
    var sum = 0.0;
    for (var t = 0u; t < shape.steps; t++) {
      let output = outputs[t * stride + b * shape.classes + c];
      sum += output;
      if (shape.summed == 0u) {
        own += (output - wanted) * (output - wanted);
        grad_outputs[t * stride + b * shape.classes + c] = share * (output - wanted);
      }
    }
    if (shape.summed != 0u) {
      own += (sum - wanted) * (sum - wanted);
      for (var t = 0u; t < shape.steps; t++) { grad_outputs[t * stride + b * shape.classes + c] = share * (sum - wanted); }
    }
  }
  let total = sum_of_threads(thread, own);
  if (thread == 0u) { losses[shape.first + b] = select(0.0, shape.gain * total, example.known); }
}
