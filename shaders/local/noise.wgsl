// Gradients that are noise: normal deviates, others in each step. A thread takes four, which share a random block (docs/random.md).
// Twin: src/twins/local/noise.ts.
#import "lib/batch"
#import "lib/normal"

struct Shape {
  count: u32,
  deviation: f32,
  key0: u32,
  key1: u32,
  stream: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;    // CURSOR: steps so far
@group(0) @binding(2) var<storage, read> tables: array<u32>;   // of normal deviates
@group(0) @binding(3) var<storage, read_write> gradients: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let quad = 64u * (group.y * groups.x + group.x) + thread;
  if (4u * quad >= shape.count) { return; }
  let words = philox4x32(vec2(shape.key0, shape.key1), vec4(quad, clock[CURSOR], shape.stream, 0u));
  for (var k = 0u; k < 4u; k++) {
    let i = 4u * quad + k;
    if (i < shape.count) { gradients[i] = shape.deviation * (f32(normal_q26(words[k], 0u)) * 0x1p-26); }
  }
}
