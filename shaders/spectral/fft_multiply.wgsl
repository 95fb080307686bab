// Complex lines times one line of factors, cut to another length or continued with zeros: (outer x given x inner) -> (outer x wanted x inner).
// The steps of Bluestein's transform between its passes. Twin: src/twins/spectral/fft_multiply.ts.
#import "lib/complex"

struct Shape {
  outer: u32,
  given: u32,      // points of an input's line
  wanted: u32,     // points of a result's line
  inner: u32,
  swap_in: u32,    // 1: real and imaginary parts are exchanged before
  swap_out: u32,   // and after
  scale: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> factors: array<vec2<f32>>;  // min(given, wanted)
@group(0) @binding(3) var<storage, read_write> output: array<vec2<f32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.outer * shape.wanted * shape.inner) { return; }
  let j = i / shape.inner % shape.wanted;
  var value = vec2<f32>();
  if (j < shape.given) {
    let line = i / shape.inner / shape.wanted;
    value = input[(line * shape.given + j) * shape.inner + i % shape.inner];
    value = shape.scale * times(select(value, value.yx, shape.swap_in != 0u), factors[j]);
  }
  output[i] = select(value, value.yx, shape.swap_out != 0u);
}
