// What the free phase of each example came to: its cost, the squared distance of the outputs from the targets, and whether the largest output
// is where the largest target is, the first of equals. A thread an example. Twin: src/twins/local/equilibrium_propagation_judge.ts.

struct Shape {
  batch: u32,
  units: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> states: array<f32>;          // batch x units, then other slots
@group(0) @binding(2) var<storage, read> targets: array<f32>;         // batch x units
@group(0) @binding(3) var<storage, read_write> costs: array<f32>;     // batch
@group(0) @binding(4) var<storage, read_write> hits: array<f32>;      // batch

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = 64u * (group.y * groups.x + group.x) + thread;
  if (b >= shape.batch) { return; }
  let row = b * shape.units;
  var cost = 0.0;
  var answer = row;
  var wanted = row;
  for (var i = row; i < row + shape.units; i++) {
    let miss = states[i] - targets[i];
    cost += miss * miss;
    if (states[i] > states[answer]) { answer = i; }
    if (targets[i] > targets[wanted]) { wanted = i; }
  }
  costs[b] = cost;
  hits[b] = select(0.0, 1.0, answer == wanted);
}
