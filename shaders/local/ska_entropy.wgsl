// The entropy that a layer gains in a step: its terms added up in a fixed order, into a row of the history. One workgroup.
// Twin: src/twins/local/ska_entropy.ts.
#import "lib/batch"
#import "lib/group_sum"

struct Shape {
  count: u32,
  layer: u32,
  layers: u32,
  scale: f32,   // -1 / (ln 2 examples)
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;            // CURSOR: steps so far
@group(0) @binding(2) var<storage, read> terms: array<f32>;
@group(0) @binding(3) var<storage, read_write> history: array<f32>;    // steps x layers

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var i = thread; i < shape.count; i += 256u) { sum += terms[i]; }
  let total = group_sum(thread, sum);
  if (thread == 0u) { history[clock[CURSOR] * shape.layers + shape.layer] = shape.scale * total; }
}
