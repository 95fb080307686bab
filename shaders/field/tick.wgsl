// Ends a step of a field: counts it, and after every `every` steps looks for a field of the batch that is not finite any more; or looks without
// counting. One workgroup.
// Twin: src/twins/field/tick.ts.
#import "lib/step_clock"

struct Shape {
  steps: u32,   // that end here: 1, or 0
  every: u32,
  count: u32,   // values of all fields of the batch
  each: u32,    // values of one
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> values: array<f32>;
@group(0) @binding(2) var<storage, read_write> clock: array<u32>;

const NONE = 0xffffffffu;

var<workgroup> done: u32;
var<workgroup> first: atomic<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32) {
  if (thread == 0u) {
    done = clock[STEP] + shape.steps;
    clock[STEP] = done;
    atomicStore(&first, NONE);
  }
  let step = workgroupUniformLoad(&done);
  if (step % shape.every != 0u) { return; }
  for (var i = thread; i < shape.count; i += 64u) {
    // All bits of the exponent: infinite or not a number, whatever a compiler thinks of comparisons.
    if ((bitcast<u32>(values[i]) & 0x7f800000u) == 0x7f800000u) { atomicMin(&first, i / shape.each); }
  }
  workgroupBarrier();
  let found = atomicLoad(&first);
  if (thread == 0u && found != NONE && clock[BROKEN] == 0u) {
    clock[BROKEN] = found + 1u;
    clock[BROKEN_AT] = step;
  }
}
