// Cuts the windows of a batch out of one long series: each begins where a random word of its own says. A thread takes a number.
// Twin: src/twins/cell/sequence_windows.ts.
#import "lib/batch"
#import "lib/philox"

struct Shape {
  batch: u32,
  rows: u32,       // of a window
  columns: u32,
  starts: u32,     // places a window may begin at
  whole: u32,      // windows of a whole batch; this part begins with `first`
  first: u32,
  key0: u32,
  key1: u32,
  stream: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> series: array<f32>;             // all rows x columns
@group(0) @binding(3) var<storage, read_write> windows: array<f32>;      // rows x batch x columns

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.rows * shape.batch * shape.columns) { return; }
  let b = i / shape.columns % shape.batch;
  let row = i / (shape.columns * shape.batch);
  let sequence = clock[CURSOR] * shape.whole + shape.first + b;
  let words = philox4x32(vec2(shape.key0, shape.key1), vec4(0u, sequence, shape.stream, clock[EPOCH]));
  let start = mulhi(words.x, shape.starts);
  windows[i] = series[(start + row) * shape.columns + i % shape.columns];
}
