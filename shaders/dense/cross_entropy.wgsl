// Cross-entropy of the outputs summed over time, its gradient, and whether the largest output is the label's. A thread takes an example.
// Twin: src/twins/dense/cross_entropy.ts.
#import "lib/batch"

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
@group(0) @binding(7) var<storage, read_write> hits: array<f32>;            // whole

fn logit(b: u32, c: u32) -> f32 {
  var sum = 0.0;
  for (var t = 0u; t < shape.steps; t++) { sum += outputs[(t * shape.batch + b) * shape.classes + c]; }
  return shape.gain * sum;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let b = id.x;
  if (b >= shape.batch) { return; }
  let place = clock[CURSOR] * shape.whole + shape.first + b;
  let known = place < clock[EXAMPLES];
  var label = 0u;
  if (known) { label = labels[order[place]]; }
  var most = logit(b, 0u);
  var best = 0u;
  for (var c = 1u; c < shape.classes; c++) {
    let value = logit(b, c);
    if (value > most) { best = c; }
    most = max(most, value);
  }
  var sum = 0.0;
  for (var c = 0u; c < shape.classes; c++) { sum += exp(logit(b, c) - most); }
  losses[shape.first + b] = select(0.0, most + log(sum) - logit(b, label), known);
  hits[shape.first + b] = select(0.0, 1.0, known && best == label);
  let share = select(0.0, shape.gain / f32(min(shape.whole, clock[EXAMPLES] - clock[CURSOR] * shape.whole)), known);
  for (var c = 0u; c < shape.classes; c++) {
    let grad = share * (exp(logit(b, c) - most) / sum - select(0.0, 1.0, c == label));
    for (var t = 0u; t < shape.steps; t++) { grad_outputs[(t * shape.batch + b) * shape.classes + c] = grad; }
  }
}
