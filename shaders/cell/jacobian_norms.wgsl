// Logarithms of the spectral norms of a shallow PLRNN's Jacobians, A + W1 D W2, at what was observed: what generalised teacher forcing takes its
// strength from. In every `every`-th batch alone. The norm comes from rounds of the power method on J^T J. A workgroup takes a step of a sequence.
// Twin: src/twins/cell/jacobian_norms.ts.
#import "lib/batch"

const ROUNDS = 32u;

struct Shape {
  steps: u32,
  batch: u32,
  units: u32,      // 48 at most
  hidden: u32,     // 1024 at most
  observed: u32,
  every: u32,
  clipped: u32,
  a_at: u32,
  w1_at: u32,      // units x hidden
  w2_at: u32,      // hidden x units
  h2_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> parameters: array<f32>;
@group(0) @binding(3) var<storage, read> signals: array<f32>;           // (steps + 1) x batch x observed; other units count as 0
@group(0) @binding(4) var<storage, read_write> norms: array<f32>;       // steps x batch

var<workgroup> slopes: array<f32, 1024>;
var<workgroup> jacobian: array<f32, 2304>;
var<workgroup> v: array<f32, 48>;
var<workgroup> u: array<f32, 48>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let place = group.y * groups.x + group.x;
  if (place >= shape.steps * shape.batch || (clock[CURSOR] + 1u) % shape.every != 0u) { return; }
  let units = shape.units;
  for (var l = thread; l < shape.hidden; l += 64u) {
    var w = 0.0;
    for (var n = 0u; n < shape.observed; n++) {
      w += parameters[shape.w2_at + l * units + n] * signals[(place + shape.batch) * shape.observed + n];
    }
    var slope = select(0.0, 1.0, w + parameters[shape.h2_at + l] > 0.0);
    if (shape.clipped != 0u && w > 0.0) { slope -= 1.0; }
    slopes[l] = slope;
  }
  workgroupBarrier();
  for (var k = thread; k < units * units; k += 64u) {
    let i = k / units;
    let j = k % units;
    var sum = select(0.0, parameters[shape.a_at + i], i == j);
    for (var l = 0u; l < shape.hidden; l++) {
      sum += slopes[l] * parameters[shape.w1_at + i * shape.hidden + l] * parameters[shape.w2_at + l * units + j];
    }
    jacobian[k] = sum;
  }
  if (thread < units) { v[thread] = 1.0 / f32(thread + 1u); }
  workgroupBarrier();
  var square = 0.0;
  for (var round = 0u; round < ROUNDS; round++) {
    if (thread < units) {
      var sum = 0.0;
      for (var j = 0u; j < units; j++) { sum += jacobian[thread * units + j] * v[j]; }
      u[thread] = sum;
    }
    workgroupBarrier();
    var length = 0.0;
    for (var j = 0u; j < units; j++) { length += v[j] * v[j]; }
    var stretched = 0.0;
    for (var i = 0u; i < units; i++) { stretched += u[i] * u[i]; }
    square = stretched / max(length, 1e-30);
    workgroupBarrier();
    if (thread < units) {
      var sum = 0.0;
      for (var i = 0u; i < units; i++) { sum += jacobian[i * units + thread] * u[i]; }
      v[thread] = sum / max(sqrt(stretched), 1e-15);
    }
    workgroupBarrier();
  }
  if (thread == 0u) { norms[place] = 0.5 * log(max(square, 1e-30)); }
}
