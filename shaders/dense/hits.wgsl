// Whether the class with the largest sum over time is the label's; of equals the first counts. A workgroup takes an example, its threads
// the classes. Twin: src/twins/dense/hits.ts.
#import "lib/batch"

struct Shape {
  steps: u32,     // of the votes
  batch: u32,
  classes: u32,
  whole: u32,     // examples of a whole batch; this part begins with `first`
  first: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read> votes: array<f32>;          // steps x batch x classes
@group(0) @binding(5) var<storage, read_write> hits: array<f32>;     // whole

/** The largest sum that a thread has met, and its class; `classes` where it has met none. */
var<workgroup> sums: array<f32, 64>;
var<workgroup> bests: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  sums[thread] = 0.0;
  bests[thread] = shape.classes;
  for (var c = thread; c < shape.classes; c += 64u) {
    var sum = 0.0;
    for (var t = 0u; t < shape.steps; t++) { sum += votes[(t * shape.batch + b) * shape.classes + c]; }
    take(thread, sum, c);
  }
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { take(thread, sums[thread + half], bests[thread + half]); }
  }
  if (thread != 0u) { return; }
  let place = clock[CURSOR] * shape.whole + shape.first + b;
  var hit = 0.0;
  if (place < clock[EXAMPLES] && labels[order[place]] == bests[0]) { hit = 1.0; }
  hits[shape.first + b] = hit;
}

/** Keeps a class if it is better than what the thread has. */
fn take(thread: u32, sum: f32, c: u32) {
  if (c >= shape.classes) { return; }
  let better = sum > sums[thread] || (sum == sums[thread] && c < bests[thread]);
  if (better || bests[thread] >= shape.classes) {
    sums[thread] = sum;
    bests[thread] = c;
  }
}
