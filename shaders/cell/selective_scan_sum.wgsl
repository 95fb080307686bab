// First pass of a selective scan: each chunk of steps by itself, from a state of 0. Where h = a h + b is composed over a chunk, the product of all a is
// exp(A times the sum of the steps), so a sum for each chunk and lane is enough beside the ends. A thread is a chunk of a lane (an example's channel).
// Twin: src/twins/cell/selective_scan_sum.ts.
#import "lib/selective_scan"

@group(0) @binding(1) var<storage, read> u: array<f32>;            // steps x batch x channels
@group(0) @binding(2) var<storage, read> delta: array<f32>;        // the same
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read> B: array<f32>;            // steps x batch x states
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;   // chunks x lanes
@group(0) @binding(6) var<storage, read_write> ends: array<f32>;   // chunks x states x lanes

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let lanes = shape.batch * shape.channels;
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= chunks() * lanes) { return; }
  let lane = i % lanes;
  let channel = lane % shape.channels;
  let example = lane / shape.channels;
  let bias = parameters[shape.channels * shape.states + channel];
  let begin = i / lanes * shape.chunk;
  let end = min(begin + shape.chunk, shape.steps);
  for (var first = 0u; first < shape.states; first += BLOCK) {
    let count = min(BLOCK, shape.states - first);
    var a = array<f32, BLOCK>();
    var h = array<f32, BLOCK>();
    for (var n = 0u; n < count; n++) { a[n] = parameters[channel * shape.states + first + n]; }
    var total = 0.0;
    for (var t = begin; t < end; t++) {
      let at = t * lanes + lane;
      let step = softplus(delta[at] + bias);
      let push = step * u[at];
      let row = (t * shape.batch + example) * shape.states + first;
      total += step;
      for (var n = 0u; n < BLOCK; n++) {
        if (n < count) { h[n] = decay(step, a[n]) * h[n] + push * B[row + n]; }
      }
    }
    sums[i] = total;
    for (var n = 0u; n < count; n++) { ends[(i / lanes * shape.states + first + n) * lanes + lane] = h[n]; }
  }
}
