// Adds the gradient of the weights of mode_scale.wgsl: of each mode and channel the conjugate of its input by the gradient of its output,
// summed over the batch. Twin: src/twins/spectral/mode_scale_gradient.ts.
struct Shape {
  modes: u32,
  batch: u32,
  channels: u32,
  out_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> places: array<u32>;   // which of the weights' modes each mode is
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read> grad: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let part = shape.modes * shape.channels;
  if (i >= part) { return; }
  var sum = vec2<f32>();
  for (var b = 0u; b < shape.batch; b++) {
    let at = 2u * b * part + i;
    let x = vec2<f32>(input[at], input[at + part]);
    let g = vec2<f32>(grad[at], grad[at + part]);
    sum += vec2<f32>(x.x * g.x + x.y * g.y, x.x * g.y - x.y * g.x);
  }
  let at = shape.out_at + 2u * places[i / shape.channels] * shape.channels + i % shape.channels;
  out[at] += sum.x;
  out[at + shape.channels] += sum.y;
}
