// Structured knowledge accumulation in one layer: from knowledge z to decisions D = sigmoid(z), their shift since the step before, the terms of the
// entropy z dD, and the step of z down its gradient, -rate times -(1 / ln 2) (z D (1 - D) + dD). In the first step nothing has shifted.
// Twin: src/twins/local/ska.ts.
#import "lib/batch"

struct Shape {
  count: u32,
  rate: f32,    // over ln 2 and the examples
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;               // CURSOR: steps so far
@group(0) @binding(2) var<storage, read> knowledge: array<f32>;
@group(0) @binding(3) var<storage, read_write> decisions: array<f32>;     // of the step before, and then of this one
@group(0) @binding(4) var<storage, read_write> terms: array<f32>;
@group(0) @binding(5) var<storage, read_write> moves: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  let z = knowledge[i];
  let decision = 1.0 / (1.0 + exp(clamp(-z, -80.0, 80.0)));
  let shift = select(decision - decisions[i], 0.0, clock[CURSOR] == 0u);
  decisions[i] = decision;
  terms[i] = z * shift;
  moves[i] = shape.rate * (z * decision * (1.0 - decision) + shift);
}
