// The adjoint of max_pool: a window's gradient goes to the first of its largest values. A thread takes a pixel and looks at the windows
// that hold it. Twin: src/twins/dense/max_pool_backward.ts.
#import "lib/windows"
#import "lib/largest"

@group(0) @binding(1) var<storage, read> inputs: array<f32>;               // planes x rows x columns
@group(0) @binding(2) var<storage, read> grad_outputs: array<f32>;         // planes x out_rows x out_columns
@group(0) @binding(3) var<storage, read_write> grad_inputs: array<f32>;    // planes x rows x columns

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.images * shape.rows * shape.columns) { return; }
  let down = places_of(i / shape.columns % shape.rows, shape.out_rows);
  let across = places_of(i % shape.columns, shape.out_columns);
  let plane = i / shape.columns / shape.rows;
  var sum = 0.0;
  for (var y = down.low; y < down.high; y++) {
    for (var x = across.low; x < across.high; x++) {
      if (largest(plane, y * shape.stride, x * shape.stride) == i) { sum += grad_outputs[(plane * shape.out_rows + y) * shape.out_columns + x]; }
    }
  }
  grad_inputs[i] = sum;
}
