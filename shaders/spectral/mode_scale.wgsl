// Each channel of each kept mode by a complex weight of its own, or, for the adjoint, by its conjugate. Modes and what they are of as in
// mode_product.wgsl; weights (modes of their own x 2 x channels). Twin: src/twins/spectral/mode_scale.ts.
struct Shape {
  modes: u32,
  batch: u32,
  channels: u32,
  adjoint: u32,
  weights_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> places: array<u32>;   // which of the weights' modes each mode is
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let part = shape.modes * shape.channels;
  if (i >= shape.batch * part) { return; }
  let w = shape.weights_at + 2u * places[i % part / shape.channels] * shape.channels + i % shape.channels;
  let real = weights[w];
  let imaginary = select(weights[w + shape.channels], -weights[w + shape.channels], shape.adjoint != 0u);
  let at = i / part * 2u * part + i % part;
  let value = vec2<f32>(input[at], input[at + part]);
  output[at] = value.x * real - value.y * imaginary;
  output[at + part] = value.x * imaginary + value.y * real;
}
