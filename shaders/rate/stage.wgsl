// A stage of an explicit Runge-Kutta method for tau x' = -x + drive + input, tangent vectors alike without input: the slope at `trial` goes into the
// sum of the step, which begins with the state, and leads to the next trial; the last stage makes the sum the state. Twin: src/twins/rate/stage.ts.
#import "lib/step_clock"
#import "lib/rate"
#import "lib/rate_input"

struct Shape {
  networks: u32,
  vectors: u32,   // rows of a network: its state, then its tangents
  stride: u32,    // elements of a row
  first: u32,     // 1: the first stage of a step
  last: u32,      // 1: the last
  share: f32,     // of this slope in the step: weight dt / tau
  next: f32,      // of this slope in the next trial
  frames: u32,    // of the input table
  hold: u32,      // steps that a frame is held
  spread: u32,    // rows of a frame: 1 for all networks, or one a network
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> inputs: array<f32>;               // frames x spread x stride
@group(0) @binding(3) var<storage, read> drive: array<f32>;                // networks x vectors x stride
@group(0) @binding(4) var<storage, read_write> trial: array<f32>;
@group(0) @binding(5) var<storage, read_write> total: array<f32>;
@group(0) @binding(6) var<storage, read_write> state: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.networks * shape.vectors * shape.stride) { return; }
  let row = i / shape.stride;
  var input = 0.0;
  if (row % shape.vectors == 0u) { input = inputs[input_row(row / shape.vectors, clock[STEP]) + i % shape.stride]; }
  let y = trial[i];
  var base = state[i];
  if (shape.first == 0u) { base = total[i]; }
  let sum = pushed(base, y, drive[i], input, shape.share);
  if (shape.last != 0u) {
    state[i] = sum;
    trial[i] = sum;
  } else {
    total[i] = sum;
    trial[i] = pushed(state[i], y, drive[i], input, shape.next);
  }
}
