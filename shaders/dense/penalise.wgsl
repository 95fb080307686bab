// Adds the gradient of a penalty on mean spikes, the same for each spike of a known example, to that of a layer's spikes. A thread takes
// a spike. Twin: src/twins/dense/penalise.ts.
#import "lib/batch"

struct Shape {
  steps: u32,
  batch: u32,
  features: u32,
  whole: u32,     // examples of a whole batch; this part begins with `first`
  first: u32,
  amount: f32,    // of one example; shared by those of the whole batch
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read_write> grad: array<f32>;    // steps x batch x features

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.steps * shape.batch * shape.features) { return; }
  let from_here = clock[EXAMPLES] - clock[CURSOR] * shape.whole;
  if (shape.first + (i / shape.features) % shape.batch < from_here) { grad[i] += shape.amount / f32(min(shape.whole, from_here)); }
}
