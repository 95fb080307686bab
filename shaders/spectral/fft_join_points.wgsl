// The way back of fft_split_points: from spectra of real lines (lines x bins) to those of half as many complex points, whose inverse
// transform without a factor is twice as many real ones. Imaginary parts of the first and the last bin do not count;
// bins that are not there are 0.
// Twin: src/twins/spectral/fft_join_points.ts.
#import "lib/complex"
#import "lib/rotation"

struct Shape {
  lines: u32,
  half: u32,
  bins: u32,   // that there are of each: half + 1, or fewer
  fine_bits: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> rotations: array<vec2<f32>>;  // exp(-2 pi i m / (2 half))
@group(0) @binding(3) var<storage, read_write> output: array<vec2<f32>>;

fn bin(line: u32, k: u32) -> vec2<f32> {
  if (k >= shape.bins) { return vec2<f32>(); }
  return input[line * shape.bins + k];
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.lines * shape.half) { return; }
  let k = i % shape.half;
  let line = i / shape.half;
  var up = bin(line, k);
  var down = conjugate(bin(line, shape.half - k));
  if (k == 0u) {
    up.y = 0.0;
    down.y = 0.0;
  }
  // i (up - down) exp(+2 pi i k / (2 half))
  output[i] = up + down - turned(times(up - down, conjugate(rotation(k, shape.fine_bits))));
}
