// The adjoint of unfold: a pixel's gradient is the sum of those of its places in the windows. A thread takes a pixel.
// Twin: src/twins/dense/fold.ts.
#import "lib/windows"

@group(0) @binding(1) var<storage, read> unfolded: array<f32>;             // samples x places x (channels x kernel x kernel)
@group(0) @binding(2) var<storage, read_write> grad_inputs: array<f32>;    // samples x channels x rows x columns

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let pixels = shape.rows * shape.columns;
  if (i >= shape.images * shape.channels * pixels) { return; }
  let row = i / shape.columns % shape.rows;
  let column = i % shape.columns;
  let channel = i / pixels % shape.channels;
  let sample = i / pixels / shape.channels;
  let down = places_of(row, shape.out_rows);
  let across = places_of(column, shape.out_columns);
  var sum = 0.0;
  for (var y = down.low; y < down.high; y++) {
    for (var x = across.low; x < across.high; x++) {
      let place = (sample * shape.out_rows + y) * shape.out_columns + x;
      let k = (channel * shape.kernel + row + shape.padding - y * shape.stride) * shape.kernel + column + shape.padding - x * shape.stride;
      sum += unfolded[place * shape.channels * shape.kernel * shape.kernel + k];
    }
  }
  grad_inputs[shape.first * shape.channels * pixels + i] = sum;
}
