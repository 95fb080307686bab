// The way back of fft_split_lines: the spectrum of a complex line from those of its real and its imaginary part. Imaginary parts of the
// first bin, and of the last one where `points` is even, do not count; bins that are not there are 0. Twin: src/twins/spectral/fft_join_lines.ts.
#import "lib/complex"

struct Shape {
  lines: u32,    // real ones
  points: u32,
  inner: u32,    // real lines side by side
  across: u32,   // complex lines side by side
  bins: u32,     // that there are of each: points / 2 + 1, or fewer
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec2<f32>>;

/** Bin k of all of a real line's spectrum; nothing where there is no such line or bin. */
fn bin(line: u32, k: u32) -> vec2<f32> {
  let mirrored = shape.points - k;
  let at = min(k, mirrored);
  if (line >= shape.lines || at >= shape.bins) { return vec2<f32>(); }
  let value = input[(line / shape.inner * shape.bins + at) * shape.inner + line % shape.inner];
  if (k == 0u || k == mirrored) { return vec2<f32>(value.x, 0.0); }
  return select(value, conjugate(value), mirrored < k);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= (shape.lines + 1u) / 2u * shape.points) { return; }
  let k = i / shape.across % shape.points;
  let pair = i / shape.across / shape.points * shape.across + i % shape.across;
  output[i] = bin(2u * pair, k) - turned(bin(2u * pair + 1u, k));
}
