// Keeps a frame of chosen units, x or phi(x), after every `every` steps, the oldest giving way once there are `frames` of them: whoever reads takes
// them out before. Twin: src/twins/rate/keep.ts.
#import "lib/step_clock"
#import "lib/rate"

struct Shape {
  networks: u32,
  vectors: u32,   // rows of a network
  stride: u32,    // elements of a row
  chosen: u32,    // units of a network that are kept
  kind: u32,      // of phi; what is no kind of it: x
  every: u32,
  frames: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> units: array<u32>;             // chosen
@group(0) @binding(3) var<storage, read> state: array<f32>;             // networks x vectors x stride
@group(0) @binding(4) var<storage, read_write> kept: array<f32>;        // frames x networks x chosen

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let count = shape.networks * shape.chosen;
  if (i >= count || clock[STEP] % shape.every != 0u) { return; }
  let x = state[i / shape.chosen * shape.vectors * shape.stride + units[i % shape.chosen]];
  kept[(clock[STEP] / shape.every % shape.frames) * count + i] = signal(shape.kind, x, 0.0, 1.0);
}
