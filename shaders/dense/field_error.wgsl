// How far fields are from those they should be, and the gradient of that: the error's L2 norm over the target's, over all places and channels
// of an example, or the mean of its square. Outputs are brought back to the targets' scale first, channel by channel. A workgroup takes an
// example. Twin: src/twins/dense/field_error.ts.
#import "lib/batch"
#import "lib/halves"

/** Added to a target's norm (neuraloperator's LpLoss). */
const EPS = 1e-8;

struct Shape {
  batch: u32,
  places: u32,
  channels: u32,
  whole: u32,     // examples of a whole batch; this part begins with `first`
  first: u32,
  squared: u32,   // 1: the loss is the mean square, 0: the relative norm
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> targets: array<f32>;               // examples x places x channels
@group(0) @binding(4) var<storage, read> scales: array<f32>;                // channels x 2: what outputs are multiplied by, then added to
@group(0) @binding(5) var<storage, read> outputs: array<f32>;               // batch x places x channels
@group(0) @binding(6) var<storage, read_write> grad_outputs: array<f32>;    // of the mean over the examples of the whole batch
@group(0) @binding(7) var<storage, read_write> losses: array<f32>;          // whole
@group(0) @binding(8) var<storage, read_write> relatives: array<f32>;       // whole: the relative norms

/** Output minus target, number i of the example's outputs and of its targets. */
fn error_of(output: u32, wanted: f32, channel: u32) -> f32 {
  return scales[2u * channel] * outputs[output] + scales[2u * channel + 1u] - wanted;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let count = shape.places * shape.channels;
  let place = clock[CURSOR] * shape.whole + shape.first + b;
  let known = place < clock[EXAMPLES];
  var example = 0u;
  if (known) { example = order[place]; }
  var own = 0.0;
  var own_target = 0.0;
  for (var i = thread; i < count; i += 64u) {
    let wanted = targets[example * count + i];
    let error = error_of(b * count + i, wanted, i % shape.channels);
    own += error * error;
    own_target += wanted * wanted;
  }
  let squares = sum_of_threads(thread, own);
  let norm = sqrt(sum_of_threads(thread, own_target)) + EPS;
  let relative = sqrt(squares) / norm;
  let mean = squares / f32(count);
  var slope = 0.0;
  if (known) {
    let examples = f32(min(shape.whole, clock[EXAMPLES] - clock[CURSOR] * shape.whole));
    if (shape.squared != 0u) { slope = 2.0 / (f32(count) * examples); }
    // At an error of 0 the norm has no gradient.
    else if (squares > 0.0) { slope = 1.0 / (sqrt(squares) * norm * examples); }
  }
  for (var i = thread; i < count; i += 64u) {
    let channel = i % shape.channels;
    let error = error_of(b * count + i, targets[example * count + i], channel);
    grad_outputs[b * count + i] = slope * error * scales[2u * channel];
  }
  if (thread == 0u) {
    losses[shape.first + b] = select(0.0, select(relative, mean, shape.squared != 0u), known);
    relatives[shape.first + b] = select(0.0, relative, known);
  }
}
