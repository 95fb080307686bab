// A pass of a Fourier transform of complex lines: all of a line of up to 2,048 points, or one factor of a longer one (Stockham: results come
// in their natural order). Transform p takes `points` inputs, in_stride apart, turns the r-th by exp(-2 pi i r k / (points out_stride / inner)),
// k = p % out_stride / inner, and puts its results out_stride apart. A line's own place along other axes is part of the strides.
// A workgroup makes a tile of neighbouring transforms. Where what it reads (or writes) is one stretch of the buffer it goes through it in
// order ("flat"); else threads next to each other go to transforms next to each other. Twin: src/twins/spectral/fft_pass.ts.
#import "lib/complex"
#import "lib/fft"
#import "lib/rotation"

struct Shape {
  lines: u32,        // transforms
  points: u32,       // of each
  in_stride: u32,    // complex elements
  out_stride: u32,
  inner: u32,
  swapped: u32,      // 1: real and imaginary parts are exchanged before and after, for the inverse
  scale: f32,
  radices: u32,      // of `points`, four bits each
  tile_bits: u32,    // log2 of a workgroup's transforms
  width: u32,        // transforms side by side in a block of the tile: in_stride, or all of the tile
  flat_in: u32,
  flat_out: u32,
  fine_bits: u32,    // rotations: 2^fine_bits fine steps, then coarse ones
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> twiddles: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read> rotations: array<vec2<f32>>;  // exp(-2 pi i m / (points out_stride / inner)) in two levels
@group(0) @binding(4) var<storage, read> order: array<u32>;            // where the tile's results are
@group(0) @binding(5) var<storage, read_write> output: array<vec2<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let tile = group.y * groups.x + group.x;
  let bits = shape.tile_bits;
  let size = shape.points << bits;
  // Groups beyond the last, where so many are laid out in two dimensions.
  if ((tile << bits) >= shape.lines) { return; }
  let begin = tile * size;
  let end = shape.lines * shape.points;
  // A thread stays with one transform: a tile has no more of them than threads, and both are powers of two.
  let p = (tile << bits) + (thread & ((1u << bits) - 1u));
  let in_at = p / shape.in_stride * shape.in_stride * shape.points + p % shape.in_stride;
  let k = p % shape.out_stride / shape.inner;
  for (var i = thread; i < size; i += FFT_THREADS) {
    let r = i >> bits;
    let at = select(in_at + r * shape.in_stride, begin + i, shape.flat_in != 0u);
    var value = vec2<f32>();
    if (select(p < shape.lines, at < end, shape.flat_in != 0u)) { value = input[at]; }
    if (shape.swapped != 0u) { value = value.yx; }
    if (shape.out_stride > shape.inner) { value = times(value, rotation(r * k, shape.fine_bits)); }
    points[kept(i)] = value;
  }
  transform(thread, size, shape.points, shape.width, shape.radices);
  let out_at = p / shape.out_stride * shape.out_stride * shape.points + p % shape.out_stride;
  for (var i = thread; i < size; i += FFT_THREADS) {
    let at = select(out_at + (i >> bits) * shape.out_stride, begin + i, shape.flat_out != 0u);
    if (select(p < shape.lines, at < end, shape.flat_out != 0u)) {
      let value = shape.scale * points[kept(order[i])];
      output[at] = select(value, value.yx, shape.swapped != 0u);
    }
  }
}
