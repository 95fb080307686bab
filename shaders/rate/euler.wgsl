// A step of Euler's method, with noise of Euler and Maruyama: x += dt / tau (drive + input - x) + noise; tangent vectors alike, without input and noise.
// A thread takes four units, which share a random block (docs/random.md). Twin: src/twins/rate/euler.ts.
#import "lib/step_clock"
#import "lib/normal"
#import "lib/rate"
#import "lib/rate_input"

struct Shape {
  networks: u32,
  vectors: u32,   // rows of a network: its state, then its tangents
  stride: u32,    // elements of a row
  units: u32,
  share: f32,     // dt / tau
  frames: u32,    // of the input table
  hold: u32,      // steps that a frame is held
  spread: u32,    // rows of a frame: 1 for all networks, or one a network
  noise: f32,     // what a deviate adds; 0: no noise
  key0: u32,
  key1: u32,
  stream: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> tables: array<u32>;               // of normal deviates
@group(0) @binding(3) var<storage, read> inputs: array<f32>;               // frames x spread x stride
@group(0) @binding(4) var<storage, read> drive: array<f32>;                // networks x vectors x stride
@group(0) @binding(5) var<storage, read_write> state: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let quads = shape.stride / 4u;
  if (i >= shape.networks * shape.vectors * quads) { return; }
  let row = i / quads;
  let quad = i % quads;
  let network = row / shape.vectors;
  if (row % shape.vectors != 0u) {
    for (var at = 4u * i; at < 4u * i + 4u; at++) { state[at] = pushed(state[at], state[at], drive[at], 0.0, shape.share); }
    return;
  }
  let step = clock[STEP];
  let given = input_row(network, step) + 4u * quad;
  var words = vec4<u32>();
  if (shape.noise != 0.0) { words = philox4x32(vec2(shape.key0, shape.key1), vec4(quad, network, shape.stream, step)); }
  for (var k = 0u; k < 4u; k++) {
    let at = 4u * i + k;
    var x = pushed(state[at], state[at], drive[at], inputs[given + k], shape.share);
    if (shape.noise != 0.0 && 4u * quad + k < shape.units) { x += shape.noise * (f32(normal_q26(words[k], 0u)) * 0x1p-26); }
    state[at] = x;
  }
}
