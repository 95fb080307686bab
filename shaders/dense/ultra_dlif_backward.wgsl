// The adjoint of ultra_dlif_forward, an example a workgroup, in two phases a step: each neuron works out what the gradient of its soft
// maximum gives to itself and to both neighbours; then each takes up what was given. Twin: src/twins/dense/ultra_dlif_backward.ts.
#import "lib/ring"
#import "lib/group_sum"

struct Shape {
  steps: u32,
  batch: u32,
  features: u32,
  input_stride: u32,
  parameters_at: u32,
  form: u32,
  ds: u32,
  truncate: u32,       // the gradient of the state is cut between steps t - 1 and t where t is a multiple of it
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> inputs: array<f32>;             // steps (or 1) x batch x features
@group(0) @binding(3) var<storage, read> states: array<f32>;             // steps x batch x features
@group(0) @binding(4) var<storage, read> grad_spikes: array<f32>;        // steps x batch x features
@group(0) @binding(5) var<storage, read_write> given: array<f32>;        // 3 x batch x features: to itself, to the left, to the right
@group(0) @binding(6) var<storage, read_write> grad_inputs: array<f32>;  // steps (or 1) x batch x features
@group(0) @binding(7) var<storage, read_write> partials: array<f32>;     // (2 + ds) x batch, added to

fn state_before(t: u32, unit: u32) -> f32 {
  if (t == 0u) { return 0.0; }
  return states[(t - 1u) * shape.batch * shape.features + unit];
}

/** What a neuron gives to the soft maximum. */
fn term(ring: Ring, t: u32, unit: u32) -> f32 {
  let v = state_before(t, unit);
  return select(v, ring.tau * v + inputs[t * shape.input_stride + unit], shape.form == MAIN);
}

/** The gradient of an input, of all steps where they have it in common. */
fn give_input(t: u32, unit: u32, grad: f32) {
  var sum = grad;
  if (shape.input_stride == 0u && t + 1u < shape.steps) { sum += grad_inputs[unit]; }
  grad_inputs[t * shape.input_stride + unit] = sum;
}

/** First phase for neuron `i` of the example at `row`: the gradients of raw tau, log eps and log beta. */
fn give(ring: Ring, t: u32, row: u32, i: u32) -> vec3<f32> {
  let units = shape.batch * shape.features;
  let unit = row + i;
  let is_main = shape.form == MAIN;
  let own = term(ring, t, unit);
  let middle = select(own, ring.tau * own, shape.form == LEAKING);
  let eps = ring.eps.value;
  let soft = lse3(vec3(term(ring, t, row + left_of(i, shape.features)), middle, term(ring, t, row + right_of(i, shape.features))), eps);
  let v = select(soft.value + inputs[t * shape.input_stride + unit], own, is_main);
  let driving = select(v, soft.value, is_main);
  let shot = logistic(ring.steep * driving);
  var grad_after = 0.0;
  if (t + 1u < shape.steps) { grad_after = given[unit]; }
  let grad_driving = (grad_spikes[t * units + unit] - grad_after * v) * shot.s * shot.rest * ring.steep;
  let past = grad_after * shot.rest;
  let grad_soft = grad_driving + select(past, 0.0, is_main);
  var kept = grad_soft * soft.share.y;
  var grad_tau = 0.0;
  if (shape.form == LEAKING) {
    grad_tau = kept * own;
    kept *= ring.tau;
  }
  given[unit] = kept + select(0.0, past, is_main);
  given[units + unit] = grad_soft * soft.share.x;
  given[2u * units + unit] = grad_soft * soft.share.z;
  if (!is_main) { give_input(t, unit, grad_soft); }
  let steeper = grad_driving * driving;
  let grad_eps = grad_soft * eps * soft.entropy - select(steeper, 0.0, shape.ds != 0u);
  return vec3(grad_tau * ring.tau * (1.0 - ring.tau), grad_eps * ring.eps.free, steeper * ring.beta.free);
}

/** Second phase: the gradient of raw tau. */
fn take(ring: Ring, t: u32, row: u32, i: u32) -> f32 {
  let units = shape.batch * shape.features;
  let unit = row + i;
  let grad = given[unit] + given[units + row + right_of(i, shape.features)] + given[2u * units + row + left_of(i, shape.features)];
  let is_main = shape.form == MAIN;
  if (is_main) { give_input(t, unit, grad); }
  given[unit] = select(select(grad, ring.tau * grad, is_main), 0.0, t % shape.truncate == 0u);
  return select(0.0, grad * state_before(t, unit) * ring.tau * (1.0 - ring.tau), is_main);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let example = group.y * groups.x + group.x;
  if (example >= shape.batch) { return; }
  let at = shape.parameters_at;
  let ring = ring_of(parameters[at], parameters[at + 1u], parameters[at + 1u + shape.ds], shape.ds != 0u);
  let row = example * shape.features;
  var grad_raw = vec3(0.0);
  for (var left = shape.steps; left > 0u; left--) {
    for (var i = thread; i < shape.features; i += 256u) { grad_raw += give(ring, left - 1u, row, i); }
    storageBarrier();
    for (var i = thread; i < shape.features; i += 256u) { grad_raw.x += take(ring, left - 1u, row, i); }
    storageBarrier();
  }
  for (var r = 0u; r < 2u + shape.ds; r++) {
    let sum = group_sum(thread, grad_raw[r]);
    if (thread == 0u) { partials[r * shape.batch + example] += sum; }
  }
}
