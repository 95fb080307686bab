// What the units of rate networks send: gain phi(x) in the first row of each network, gain phi'(x) v in the rows of its tangent vectors. With delays
// `signals` is a ring of steps. Twin: src/twins/rate/activate.ts.
#import "lib/step_clock"
#import "lib/rate"

struct Shape {
  networks: u32,
  vectors: u32,   // rows of a network: its state, then its tangents
  stride: u32,    // elements of a row
  kind: u32,      // of phi
  slots: u32,     // of the ring
  fill: u32,      // 1: into all of them
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> gains: array<f32>;             // one a network
@group(0) @binding(3) var<storage, read> values: array<f32>;            // networks x vectors x stride
@group(0) @binding(4) var<storage, read_write> signals: array<f32>;     // slots x networks x vectors x stride

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let count = shape.networks * shape.vectors * shape.stride;
  if (i >= count) { return; }
  let row = i / shape.stride;
  let network = row / shape.vectors;
  let x = values[network * shape.vectors * shape.stride + i % shape.stride];
  var sent = 0.0;
  if (row % shape.vectors == 0u) { sent = signal(shape.kind, x, 0.0, gains[network]); }
  else { sent = tangent(shape.kind, x, values[i], 0.0, gains[network]); }
  if (shape.fill == 0u) {
    signals[(clock[STEP] % shape.slots) * count + i] = sent;
    return;
  }
  for (var slot = 0u; slot < shape.slots; slot++) { signals[slot * count + i] = sent; }
}
