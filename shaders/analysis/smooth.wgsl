// A weighted mean along the bins of spectra, symmetric; beyond its ends a spectrum is mirrored, its end bins twice (scipy's "reflect").
// Twin: src/twins/analysis/smooth.ts.

struct Shape {
  segments: u32,
  bins: u32,
  channels: u32,
  reach: u32,     // bins to either side
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> weights: array<f32>;         // reach + 1, the middle first
@group(0) @binding(2) var<storage, read> spectra: array<vec2<f32>>;   // segments x bins x channels
@group(0) @binding(3) var<storage, read_write> smoothed: array<f32>;  // of |X|^2

/** Power of the bin at a place that may lie beyond the ends, any number of times. */
fn power_at(segment: u32, place: i32, channel: u32) -> f32 {
  let period = 2 * i32(shape.bins);
  // Of 0 to period - 1; the remainder of a negative number is negative.
  let around = (place % period + period) % period;
  let bin = u32(min(around, period - 1 - around));
  let x = spectra[(segment * shape.bins + bin) * shape.channels + channel];
  return dot(x, x);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.segments * shape.bins * shape.channels) { return; }
  let channel = i % shape.channels;
  let bin = i32(i / shape.channels % shape.bins);
  let segment = i / shape.channels / shape.bins;
  var sum = weights[0] * power_at(segment, bin, channel);
  for (var k = 1; k <= i32(shape.reach); k++) {
    sum += weights[k] * (power_at(segment, bin - k, channel) + power_at(segment, bin + k, channel));
  }
  smoothed[i] = sum;
}
