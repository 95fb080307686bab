// Real lines, two by two, as complex ones: lines 2c and 2c + 1 of (outer x points x inner) are the real and imaginary parts of line c of
// (pairs x points). The partner of a last line without one is zero. Twin: src/twins/spectral/fft_pack.ts.
struct Shape {
  lines: u32,   // outer * inner
  points: u32,
  inner: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<f32>;
@group(0) @binding(2) var<storage, read_write> output: array<vec2<f32>>;

fn real(line: u32, j: u32) -> f32 {
  if (line >= shape.lines) { return 0.0; }
  return input[(line / shape.inner * shape.points + j) * shape.inner + line % shape.inner];
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= (shape.lines + 1u) / 2u * shape.points) { return; }
  let line = 2u * (i / shape.points);
  let j = i % shape.points;
  output[i] = vec2<f32>(real(line, j), real(line + 1u, j));
}
