// drive = J signals where J is sparse: synapses by target, each with its source, weight and delay. 8 lanes share a target's synapses; each adds up its
// own in order, and the first of them the sums of all 8: the same bits every time. Twin: src/twins/rate/gather.ts.
#import "lib/step_clock"

const LANES = 8u;
const ROWS = 8u;   // of a workgroup

struct Shape {
  rows: u32,        // units
  stride: u32,      // elements of a row
  vectors: u32,     // that go through one set of synapses
  sets: u32,
  bits: u32,        // of a synapse's word that name the source; the delay in steps above them
  slots: u32,       // of the ring of signals
  ahead: u32,       // steps that the integrator is ahead of the clock: 0 or 1
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> starts: array<u32>;               // sets x rows, and the end of the last
@group(0) @binding(3) var<storage, read> sources: array<u32>;
@group(0) @binding(4) var<storage, read> weights: array<f32>;
@group(0) @binding(5) var<storage, read> signals: array<f32>;              // slots x sets x vectors x stride
@group(0) @binding(6) var<storage, read_write> drive: array<f32>;          // sets x vectors x stride

var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let index = group.y * groups.x + group.x;
  let down = (shape.rows + ROWS - 1u) / ROWS;
  let vector = index / down;
  let row = ROWS * (index % down) + thread / LANES;
  let lane = thread % LANES;
  let own = row < shape.rows && vector < shape.sets * shape.vectors;
  var sum = 0.0;
  if (own) {
    let place = vector / shape.vectors * shape.rows + row;
    let count = shape.sets * shape.vectors * shape.stride;
    let now = (clock[STEP] + shape.ahead) % shape.slots + shape.slots;
    let end = starts[place + 1u];
    for (var s = starts[place] + lane; s < end; s += LANES) {
      let word = sources[s];
      let slot = (now - (word >> shape.bits)) % shape.slots;
      sum += weights[s] * signals[slot * count + vector * shape.stride + (word & ((1u << shape.bits) - 1u))];
    }
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (!own || lane != 0u) { return; }
  for (var k = 1u; k < LANES; k++) { sum += parts[thread + k]; }
  drive[vector * shape.stride + row] = sum;
}
