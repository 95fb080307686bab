// Complex lines (pairs x points) as real ones (outer x points x inner): the real and imaginary parts of line c are lines 2c and 2c + 1.
// Twin: src/twins/spectral/fft_unpack.ts.
struct Shape {
  lines: u32,   // outer * inner
  points: u32,
  inner: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.lines * shape.points) { return; }
  let j = i / shape.inner % shape.points;
  let line = i / shape.inner / shape.points * shape.inner + i % shape.inner;
  let pair = input[line / 2u * shape.points + j];
  output[i] = select(pair.x, pair.y, line % 2u == 1u);
}
