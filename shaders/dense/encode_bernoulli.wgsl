// Spikes from pixels: in each step one is drawn for each pixel, with the probability that `levels` has for its value. A random number is
// a function of the seed, the example, the pixel, the epoch and the step (docs/random.md). A thread takes four pixels of an example in one
// step. Twin: src/twins/dense/encode_bernoulli.ts.
#import "lib/batch"
#import "lib/philox"

struct Shape {
  steps: u32,
  batch: u32,
  features: u32,
  whole: u32,   // examples of a whole batch; this part begins with `first`
  first: u32,
  key0: u32,
  key1: u32,
  stream: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> pixels: array<u32>;           // four to a word
@group(0) @binding(4) var<storage, read> levels: array<f32>;           // probability of a spike for each value of a pixel
@group(0) @binding(5) var<storage, read_write> outputs: array<f32>;    // steps x batch x features

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let quads = (shape.features + 3u) / 4u;
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.steps * shape.batch * quads) { return; }
  let quad = i % quads;
  let row = i / quads;
  let t = row / shape.batch;
  let place = clock[CURSOR] * shape.whole + shape.first + row % shape.batch;
  let known = place < clock[EXAMPLES];
  var example = 0u;
  if (known) { example = order[place]; }
  let words = philox4x32(vec2(shape.key0, shape.key1), vec4(quad, example, shape.stream, clock[EPOCH] * shape.steps + t));
  for (var k = 0u; k < 4u; k++) {
    let feature = 4u * quad + k;
    if (feature >= shape.features) { return; }
    let pixel = example * shape.features + feature;
    let value = (pixels[pixel >> 2u] >> (8u * (pixel & 3u))) & 255u;
    // 24 bits: exact as a float, so every adapter draws the same.
    let drawn = f32(words[k] >> 8u) * 0x1p-24;
    outputs[row * shape.features + feature] = select(0.0, 1.0, known && drawn < levels[value]);
  }
}
