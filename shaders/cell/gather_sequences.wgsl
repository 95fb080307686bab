// The sequences of a part of a batch, time-major, in the order of the pass: what they hold, the time since each step before, and whether they
// are still going on. Past the end of the pass there are none. A thread an element. Twin: src/twins/cell/gather_sequences.ts.
#import "lib/batch"

struct Shape {
  steps: u32,
  features: u32,
  whole: u32,   // examples of a whole batch; this part begins with `first`
  batch: u32,
  first: u32,
  time_scale: f32,   // what times are multiplied by
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> lengths: array<u32>;             // examples
@group(0) @binding(4) var<storage, read> values: array<f32>;              // examples x steps x features
@group(0) @binding(5) var<storage, read> times: array<f32>;               // examples x steps
@group(0) @binding(6) var<storage, read_write> inputs: array<f32>;        // steps x batch x features
@group(0) @binding(7) var<storage, read_write> elapsed: array<f32>;       // steps x batch
@group(0) @binding(8) var<storage, read_write> live: array<f32>;          // the same

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let row = 64u * (group.y * groups.x + group.x) + thread;
  if (row >= shape.steps * shape.batch) { return; }
  let t = row / shape.batch;
  let place = clock[CURSOR] * shape.whole + shape.first + row % shape.batch;
  var going = false;
  var source = 0u;
  if (place < clock[EXAMPLES]) {
    let example = order[place];
    going = t < lengths[example];
    source = example * shape.steps + t;
  }
  live[row] = select(0.0, 1.0, going);
  elapsed[row] = select(0.0, shape.time_scale * times[source], going);
  for (var k = 0u; k < shape.features; k++) {
    inputs[row * shape.features + k] = select(0.0, values[source * shape.features + k], going);
  }
}
