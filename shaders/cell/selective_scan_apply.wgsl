// Last pass of a selective scan: each chunk from where it begins, and what comes out: y = C h + D u, times z sigmoid(z) with a gate. A scan of one
// chunk is this pass alone: it begins with the state and leaves there what it ends with. A thread is a chunk of a lane.
// Twin: src/twins/cell/selective_scan_apply.ts.
#import "lib/selective_scan"

@group(0) @binding(1) var<storage, read> u: array<f32>;               // steps x batch x channels
@group(0) @binding(2) var<storage, read> delta: array<f32>;           // the same
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read> B: array<f32>;               // steps x batch x states
@group(0) @binding(5) var<storage, read> C: array<f32>;               // the same
@group(0) @binding(6) var<storage, read> z: array<f32>;               // as u
@group(0) @binding(7) var<storage, read_write> starts: array<f32>;    // chunks x states x lanes
@group(0) @binding(8) var<storage, read_write> y: array<f32>;         // as u

fn finish(value: f32, at: u32, channel: u32) -> f32 {
  let sum = value + parameters[shape.channels * (shape.states + 1u) + channel] * u[at];
  if (shape.gated == 0u) { return sum; }
  return sum * z[at] / (1.0 + exp(clamp(-z[at], -80.0, 80.0)));
}

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
    let slot = (i / lanes * shape.states + first) * lanes + lane;
    var a = array<f32, BLOCK>();
    var h = array<f32, BLOCK>();
    for (var n = 0u; n < count; n++) {
      a[n] = parameters[channel * shape.states + first + n];
      h[n] = select(starts[slot + n * lanes], 0.0, shape.fresh == 1u && chunks() == 1u);
    }
    for (var t = begin; t < end; t++) {
      let at = t * lanes + lane;
      let step = softplus(delta[at] + bias);
      let push = step * u[at];
      let row = (t * shape.batch + example) * shape.states + first;
      var sum = 0.0;
      if (first > 0u) { sum = y[at]; }
      for (var n = 0u; n < BLOCK; n++) {
        if (n < count) {
          h[n] = decay(step, a[n]) * h[n] + push * B[row + n];
          sum += C[row + n] * h[n];
        }
      }
      if (first + BLOCK >= shape.states) { sum = finish(sum, at, channel); }
      y[at] = sum;
    }
    if (chunks() == 1u) {
      for (var n = 0u; n < count; n++) { starts[slot + n * lanes] = h[n]; }
    }
  }
}
