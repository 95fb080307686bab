// Two phases of a layer, brought to what gradients are products of: with a, b the states of two layers and ' those of the other phase,
// a b - a' b' = (a - a') (b + b') / 2 + (a + a') / 2 (b - b'), which loses no digits to products that are almost the same.
// `differences` has -(s - s') over the span of beta and the examples of the batch, 0 past the end of the pass; `means` (s + s') / 2.
// Twin: src/twins/local/equilibrium_propagation_contrast.ts.
#import "lib/batch"

struct Shape {
  batch: u32,
  units: u32,
  first_at: u32,   // first state of the phase with +beta, and of the other one
  other_at: u32,
  span: f32,       // betas between the phases: 1 or 2
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> betas: array<f32>;                  // a batch of the pass
@group(0) @binding(3) var<storage, read> states: array<f32>;                 // slots x batch x units
@group(0) @binding(4) var<storage, read_write> differences: array<f32>;      // batch x units
@group(0) @binding(5) var<storage, read_write> means: array<f32>;            // batch x units

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let cursor = clock[CURSOR];
  let examples = min(shape.batch, clock[EXAMPLES] - cursor * shape.batch);
  let s = states[shape.first_at + i];
  let other = states[shape.other_at + i];
  let share = -1.0 / (shape.span * betas[cursor] * f32(examples));
  differences[i] = select(0.0, share * (s - other), i / shape.units < examples);
  means[i] = 0.5 * (s + other);
}
