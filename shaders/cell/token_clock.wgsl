// The next step in time of each token system: so long that no token changes by more than a share of itself, and not beyond `until`. A system whose
// time cannot go on in float32 blows up here: it is marked, and stands still. A workgroup is a system. Twin: src/twins/cell/token_clock.ts.
#import "lib/halves"

struct Shape {
  tokens: u32,
  systems: u32,
  share: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> mu: array<f32>;               // one a system
@group(0) @binding(2) var<storage, read> h: array<f32>;                // tokens x systems
@group(0) @binding(3) var<storage, read> until: array<f32>;            // one number
@group(0) @binding(4) var<storage, read_write> clock: array<f32>;      // times, steps, and 1 where a system blows up: 3 x systems

const LARGEST = 3.0e38;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let system = group.y * groups.x + group.x;
  // All threads of a workgroup leave here, or none.
  if (system >= shape.systems) { return; }
  var own = 0.0;
  for (var l = thread; l < shape.tokens; l += 64u) {
    let value = abs(mu[system] * h[l * shape.systems + system]);
    own = max(own, select(LARGEST, value, value <= LARGEST));
  }
  let rate = most_of_threads(thread, own);
  if (thread > 0u) { return; }
  let time = clock[system];
  let left = until[0] - time;
  var step = 0.0;
  if (left > 0.0 && clock[2u * shape.systems + system] == 0.0) {
    step = min(left, shape.share / max(rate, 1.0e-30));
    if (time + step <= time) {
      clock[2u * shape.systems + system] = 1.0;
      step = 0.0;
    }
  }
  clock[shape.systems + system] = step;
  clock[system] = select(time + step, until[0], step == left && step > 0.0);
}
