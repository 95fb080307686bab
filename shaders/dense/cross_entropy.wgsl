// Cross-entropy of the outputs summed over time, and its gradient. A workgroup takes an example, its threads the classes; the sums wait
// in the first step of the gradient until they are overwritten by it. Twin: src/twins/dense/cross_entropy.ts.
#import "lib/loss"

const LOWEST = -0x1.fffffep+127;

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
  let row = b * shape.classes;
  let stride = shape.batch * shape.classes;
  var own_most = LOWEST;
  for (var c = thread; c < shape.classes; c += 64u) {
    var sum = 0.0;
    for (var t = 0u; t < shape.steps; t++) { sum += outputs[t * stride + row + c]; }
    grad_outputs[row + c] = shape.gain * sum;
    own_most = max(own_most, shape.gain * sum);
  }
  let most = most_of_threads(thread, own_most);
  var own_sum = 0.0;
  var own_logit = 0.0;
  for (var c = thread; c < shape.classes; c += 64u) {
    own_sum += exp(grad_outputs[row + c] - most);
    if (c == example.label) { own_logit = grad_outputs[row + c]; }
  }
  let sum = sum_of_threads(thread, own_sum);
  let logit = sum_of_threads(thread, own_logit);
  if (thread == 0u) { losses[shape.first + b] = select(0.0, log(sum) + (most - logit), example.known); }
  let share = select(0.0, shape.gain / example.together, example.known);
  for (var c = thread; c < shape.classes; c += 64u) {
    let grad = share * (exp(grad_outputs[row + c] - most) / sum - select(0.0, 1.0, c == example.label));
    for (var t = 0u; t < shape.steps; t++) { grad_outputs[t * stride + row + c] = grad; }
  }
}
