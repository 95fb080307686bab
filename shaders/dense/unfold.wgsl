// The windows of some samples, a row each: samples x places x (channels x kernel x kernel), so that a convolution is a product with its
// weights. A thread takes an element. Twin: src/twins/dense/unfold.ts.
#import "lib/windows"

@group(0) @binding(1) var<storage, read> inputs: array<f32>;               // samples x channels x rows x columns
@group(0) @binding(2) var<storage, read_write> unfolded: array<f32>;       // from the first of the samples on

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let window = shape.channels * shape.kernel * shape.kernel;
  let places = shape.out_rows * shape.out_columns;
  if (i >= shape.images * places * window) { return; }
  let k = i % window;
  let place = (i / window) % places;
  let sample = shape.first + i / window / places;
  let channel = k / (shape.kernel * shape.kernel);
  // Above or left of the image these wrap around to large numbers.
  let row = place / shape.out_columns * shape.stride + (k / shape.kernel) % shape.kernel - shape.padding;
  let column = place % shape.out_columns * shape.stride + k % shape.kernel - shape.padding;
  var value = 0.0;
  if (row < shape.rows && column < shape.columns) {
    value = inputs[((sample * shape.channels + channel) * shape.rows + row) * shape.columns + column];
  }
  unfolded[i] = value;
}
