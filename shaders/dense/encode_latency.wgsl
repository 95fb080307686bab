// One spike a pixel, in the step that `levels` has for its value; none where that is below 0. A thread takes a pixel of an example.
// Twin: src/twins/dense/encode_latency.ts.
#import "lib/batch"

struct Shape {
  steps: u32,
  batch: u32,
  features: u32,
  whole: u32,   // examples of a whole batch; this part begins with `first`
  first: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> pixels: array<u32>;           // four to a word
@group(0) @binding(4) var<storage, read> levels: array<f32>;           // 256
@group(0) @binding(5) var<storage, read_write> outputs: array<f32>;    // steps x batch x features

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let units = shape.batch * shape.features;
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= units) { return; }
  let place = clock[CURSOR] * shape.whole + shape.first + i / shape.features;
  var at = -1.0;
  if (place < clock[EXAMPLES]) {
    let pixel = order[place] * shape.features + i % shape.features;
    at = levels[(pixels[pixel >> 2u] >> (8u * (pixel & 3u))) & 255u];
  }
  for (var t = 0u; t < shape.steps; t++) { outputs[t * units + i] = select(0.0, 1.0, f32(t) == at); }
}
