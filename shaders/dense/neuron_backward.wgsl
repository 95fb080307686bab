// The adjoint of neuron_forward: a thread goes back through time with the gradient of its neuron's state. The text of a neuron stands
// before this one. Sums over neurons are left in `partials`, one number a workgroup and parameter. Twin: src/twins/dense/neuron_backward.ts.
#import "lib/group_sum"

struct Shape {
  steps: u32,          // steps to go back through, down to `first`
  first: u32,
  total: u32,
  units: u32,
  input_stride: u32,
  parameters_at: u32,
  truncate: u32,       // the gradient of the state is cut between steps t - 1 and t where t is a multiple of it
  on_state: u32,       // 1: grad_outputs is that of the first state variable, the membrane; 0: of the spikes
  fed: u32,            // 1: carried also holds the gradient of the last of these steps' spikes, from the currents they became
  groups: u32,         // workgroups: the length of a row of partials
  summed: u32,         // 0: none of the parameters is learnt, and their sums are left out
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> inputs: array<f32>;             // total (or 1) x units
@group(0) @binding(3) var<storage, read> states: array<f32>;             // STATES x total x units
@group(0) @binding(4) var<storage, read> grad_outputs: array<f32>;       // total x units
@group(0) @binding(5) var<storage, read_write> carried: array<f32>;      // (STATES + 1) x units: gradient of the state between dispatches, and of spikes
@group(0) @binding(6) var<storage, read_write> grad_inputs: array<f32>;  // total (or 1) x units
@group(0) @binding(7) var<storage, read_write> partials: array<f32>;     // RAWS x groups, added to

/** Spikes are soft where gradients are asked for. */
fn emitted(soft: f32) -> f32 {
  return soft;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let number = group.y * groups.x + group.x;
  let unit = 256u * number + thread;
  var grad_raw: array<f32, RAWS>;
  if (unit < shape.units) { grad_raw = back(unit); }
  if (shape.summed == 0u) { return; }
  for (var r = 0u; r < RAWS; r++) {
    let sum = group_sum(thread, grad_raw[r]);
    if (thread == 0u && number < shape.groups) { partials[r * shape.groups + number] += sum; }
  }
}

/** Takes one neuron back; what its parameters are to be changed by. */
fn back(unit: u32) -> array<f32, RAWS> {
  var raw: array<f32, RAWS>;
  var grad_raw: array<f32, RAWS>;
  for (var r = 0u; r < RAWS; r++) { raw[r] = parameters[shape.parameters_at + r]; }
  let cell = cell_of(raw);
  let plane = shape.total * shape.units;
  let end = shape.first + shape.steps;
  var grad: array<f32, STATES>;
  if (end < shape.total) {
    for (var k = 0u; k < STATES; k++) { grad[k] = carried[k * shape.units + unit]; }
  }
  var held = 0.0;
  var fed = 0.0;
  if (shape.fed != 0u) { fed = carried[STATES * shape.units + unit]; }
  for (var t = end; t > shape.first; ) {
    t--;
    // Said, because SwiftShader clears a variable without a value once, not each time round.
    var before = array<f32, STATES>();
    if (t > 0u) {
      for (var k = 0u; k < STATES; k++) { before[k] = states[k * plane + (t - 1u) * shape.units + unit]; }
    }
    var grad_spike = grad_outputs[t * shape.units + unit];
    if (shape.on_state != 0u) {
      grad[0] += grad_spike;
      grad_spike = 0.0;
    }
    grad_spike += fed;
    fed = 0.0;
    let adjoint = adjoint_of(cell, before, inputs[t * shape.input_stride + unit], grad_spike, grad);
    for (var r = 0u; r < RAWS; r++) { grad_raw[r] += adjoint.raw[r]; }
    grad = adjoint.before;
    if (t % shape.truncate == 0u) {
      for (var k = 0u; k < STATES; k++) { grad[k] = 0.0; }
    }
    held += adjoint.x;
    if (shape.input_stride != 0u) { grad_inputs[t * shape.units + unit] = adjoint.x; }
  }
  if (shape.input_stride == 0u) { grad_inputs[unit] = held; }
  for (var k = 0u; k < STATES; k++) { carried[k * shape.units + unit] = grad[k]; }
  return grad_raw;
}
