// Fields on a larger or smaller grid around the same middle: places that only the new grid has are 0. It is its own adjoint, with the sizes
// exchanged. A thread takes a number. Twin: src/twins/dense/reframe.ts.
struct Shape {
  batch: u32,
  channels: u32,
  from_0: u32,   // points of the old grid along up to three axes, the slowest first; 1 for those that are not there
  from_1: u32,
  from_2: u32,
  to_0: u32,     // points of the new grid: an even number more or fewer
  to_1: u32,
  to_2: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> inputs: array<f32>;           // batch x old places x channels
@group(0) @binding(2) var<storage, read_write> outputs: array<f32>;    // batch x new places x channels

/** Where point i of the new grid lies on the old one, along an axis. */
fn old_point(i: u32, before: u32, after: u32) -> i32 {
  return i32(i) + (i32(before) - i32(after)) / 2;
}

fn within(point: i32, points: u32) -> bool {
  return point >= 0 && point < i32(points);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let places = shape.to_0 * shape.to_1 * shape.to_2;
  if (i >= shape.batch * places * shape.channels) { return; }
  let place = i / shape.channels % places;
  let x = old_point(place / (shape.to_1 * shape.to_2), shape.from_0, shape.to_0);
  let y = old_point(place / shape.to_2 % shape.to_1, shape.from_1, shape.to_1);
  let z = old_point(place % shape.to_2, shape.from_2, shape.to_2);
  var value = 0.0;
  if (within(x, shape.from_0) && within(y, shape.from_1) && within(z, shape.from_2)) {
    let example = i / (places * shape.channels);
    let old = ((example * shape.from_0 + u32(x)) * shape.from_1 + u32(y)) * shape.from_2 + u32(z);
    value = inputs[old * shape.channels + i % shape.channels];
  }
  outputs[i] = value;
}
