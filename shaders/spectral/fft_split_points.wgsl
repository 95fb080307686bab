// The spectra of real lines of an even number of points, from those of half as many complex ones whose real parts were the even points and
// whose imaginary parts the odd ones: (lines x half) -> (lines x bins). Twin: src/twins/spectral/fft_split_points.ts.
#import "lib/complex"
#import "lib/rotation"

struct Shape {
  lines: u32,
  half: u32,
  bins: u32,   // that are wanted of each: half + 1, or fewer
  fine_bits: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> rotations: array<vec2<f32>>;  // exp(-2 pi i m / (2 half))
@group(0) @binding(3) var<storage, read_write> output: array<vec2<f32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.lines * shape.bins) { return; }
  let k = i % shape.bins;
  let line = i / shape.bins * shape.half;
  let up = input[line + k % shape.half];
  let down = conjugate(input[line + (shape.half - k) % shape.half]);
  output[i] = 0.5 * (up + down + times(turned(up - down), rotation(k, shape.fine_bits)));
}
