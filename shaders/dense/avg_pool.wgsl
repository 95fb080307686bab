// The mean of each window. A thread takes a place of a plane. Twin: src/twins/dense/avg_pool.ts.
#import "lib/windows"

@group(0) @binding(1) var<storage, read> inputs: array<f32>;             // planes x rows x columns
@group(0) @binding(2) var<storage, read_write> outputs: array<f32>;      // planes x out_rows x out_columns

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let places = shape.out_rows * shape.out_columns;
  if (i >= shape.images * places) { return; }
  let row = i / shape.out_columns % shape.out_rows * shape.stride;
  let column = i % shape.out_columns * shape.stride;
  let plane = i / places * shape.rows * shape.columns;
  var sum = 0.0;
  for (var y = row; y < row + shape.kernel; y++) {
    for (var x = column; x < column + shape.kernel; x++) { sum += inputs[plane + y * shape.columns + x]; }
  }
  outputs[i] = sum / f32(shape.kernel * shape.kernel);
}
