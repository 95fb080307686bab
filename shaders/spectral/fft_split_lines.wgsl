// The spectra of two real lines from that of one complex line whose real and imaginary parts they were: (outer x points x across) complex
// lines, the c-th of which gives real lines 2c and 2c + 1 of (.. x bins x inner). Twin: src/twins/spectral/fft_split_lines.ts.
#import "lib/complex"

struct Shape {
  lines: u32,    // real ones
  points: u32,
  inner: u32,    // real lines side by side
  across: u32,   // complex lines side by side
  bins: u32,     // that are wanted of each: points / 2 + 1, or fewer
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec2<f32>>;

fn bin(pair: u32, k: u32) -> vec2<f32> {
  return input[(pair / shape.across * shape.points + k) * shape.across + pair % shape.across];
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.lines * shape.bins) { return; }
  let k = i / shape.inner % shape.bins;
  let line = i / shape.inner / shape.bins * shape.inner + i % shape.inner;
  let up = bin(line / 2u, k);
  let down = conjugate(bin(line / 2u, (shape.points - k) % shape.points));
  output[i] = 0.5 * select(up + down, turned(up - down), line % 2u == 1u);
}
