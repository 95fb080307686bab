// The labels of a batch as targets: 1 for the label's unit, else 0; all 0 past the end of the pass. A thread an element.
// Twin: src/twins/local/equilibrium_propagation_targets.ts.
#import "lib/batch"

struct Shape {
  batch: u32,
  classes: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read_write> targets: array<f32>;    // batch x classes

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.classes) { return; }
  let place = clock[CURSOR] * shape.batch + i / shape.classes;
  var target_value = 0.0;
  if (place < clock[EXAMPLES] && labels[order[place]] == i % shape.classes) { target_value = 1.0; }
  targets[i] = target_value;
}
