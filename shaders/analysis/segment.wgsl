// Segments of a series of many channels, made ready for a transform: less their means, each channel over its standard deviation, times a window, as
// asked for. 16 threads share a channel of a segment, for 16 channels side by side. Twin: src/twins/analysis/segment.ts.
#import "lib/lanes"

struct Shape {
  samples: u32,       // of a segment
  channels: u32,
  segments: u32,
  hop: u32,           // samples from one segment to the next
  centred: u32,       // 1: less the mean of the segment
  standardised: u32,  // 1: over the standard deviation of the segment, that of the sample; no change where it is 0
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> input: array<f32>;     // samples x channels of the whole series
@group(0) @binding(2) var<storage, read> window: array<f32>;    // one a sample of a segment
@group(0) @binding(3) var<storage, read_write> output: array<f32>;   // segments x samples x channels

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let index = group.y * groups.x + group.x;
  let across = (shape.channels + ACROSS - 1u) / ACROSS;
  let segment = index / across;
  if (segment >= shape.segments) { return; }
  let channel = ACROSS * (index % across) + thread % ACROSS;
  let lane = thread / ACROSS;
  let own = channel < shape.channels;
  let base = segment * shape.hop * shape.channels + channel;
  let last = select(0u, shape.samples, own);
  var mean = 0.0;
  if (shape.centred != 0u) {
    var sum = 0.0;
    for (var t = lane; t < last; t += LANES) { sum += input[base + t * shape.channels]; }
    mean = sum_of_lanes(thread, sum) / f32(shape.samples);
    // What the first sum lost by rounding.
    sum = 0.0;
    for (var t = lane; t < last; t += LANES) { sum += input[base + t * shape.channels] - mean; }
    mean += sum_of_lanes(thread, sum) / f32(shape.samples);
  }
  var scale = 1.0;
  if (shape.standardised != 0u) {
    var sum = 0.0;
    for (var t = lane; t < last; t += LANES) {
      let value = input[base + t * shape.channels] - mean;
      sum += value * value;
    }
    let squares = sum_of_lanes(thread, sum);
    if (squares > 0.0) { scale = sqrt(f32(shape.samples) / squares); }
  }
  for (var t = lane; t < last; t += LANES) {
    let value = scale * (input[base + t * shape.channels] - mean);
    output[(segment * shape.samples + t) * shape.channels + channel] = value * window[t];
  }
}
