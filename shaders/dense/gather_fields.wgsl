// The fields of a batch's examples, in the pass's order, each place with its coordinates behind its channels; past the end of the pass a field
// is 0. A thread takes a number. Twin: src/twins/dense/gather_fields.ts.
#import "lib/batch"

struct Shape {
  batch: u32,
  places: u32,
  channels: u32,   // of the fields
  axes: u32,       // coordinates of a place; 0: none
  whole: u32,      // examples of a whole batch; this part begins with `first`
  first: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> fields: array<f32>;           // examples x places x channels
@group(0) @binding(4) var<storage, read> grid: array<f32>;             // places x axes
@group(0) @binding(5) var<storage, read_write> outputs: array<f32>;    // batch x places x (channels + axes)

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let columns = shape.channels + shape.axes;
  if (i >= shape.batch * shape.places * columns) { return; }
  let column = i % columns;
  let row = i / columns;
  let point = row % shape.places;
  let place = clock[CURSOR] * shape.whole + shape.first + row / shape.places;
  var value = 0.0;
  if (column >= shape.channels) {
    value = grid[point * shape.axes + column - shape.channels];
  } else if (place < clock[EXAMPLES]) {
    value = fields[(order[place] * shape.places + point) * shape.channels + column];
  }
  outputs[i] = value;
}
