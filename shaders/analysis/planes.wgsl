// Chosen bins of segments' spectra as the sides of real products: for each bin a matrix of two rows a segment, real parts and imaginary parts, and
// one of imaginary parts and real parts turned over. The first turned times itself is the real part of the sum of X X^*, the second turned times the
// first its imaginary part. Counts the segments. Twin: src/twins/analysis/planes.ts.

struct Shape {
  segments: u32,
  bins: u32,      // of a segment's spectrum
  channels: u32,
  chosen: u32,    // bins that are taken
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> which: array<u32>;              // chosen bins
@group(0) @binding(2) var<storage, read> spectra: array<vec2<f32>>;      // segments x bins x channels
@group(0) @binding(3) var<storage, read_write> straight: array<f32>;     // chosen x 2 segments x channels
@group(0) @binding(4) var<storage, read_write> turned: array<f32>;
@group(0) @binding(5) var<storage, read_write> counts: array<u32>;       // segments so far

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.chosen * shape.segments * shape.channels) { return; }
  if (i == 0u) { counts[0] += shape.segments; }
  let channel = i % shape.channels;
  let segment = i / shape.channels % shape.segments;
  let bin = i / shape.channels / shape.segments;
  let x = spectra[(segment * shape.bins + which[bin]) * shape.channels + channel];
  let at = (bin * shape.segments + segment) * 2u * shape.channels + channel;
  straight[at] = x.x;
  straight[at + shape.channels] = x.y;
  turned[at] = x.y;
  turned[at + shape.channels] = -x.x;
}
