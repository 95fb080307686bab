// All steps of a layer of neurons in one dispatch: a thread takes a neuron of an example through time. The text of a neuron
// (shaders/dense/neuron/*.wgsl) stands before this one. Twin: src/twins/dense/neuron_forward.ts.
struct Shape {
  steps: u32,          // steps to take, from `first` on
  first: u32,
  total: u32,          // steps of the tensors
  units: u32,          // batch x features
  input_stride: u32,   // units, or 0 where the input is the same in every step
  parameters_at: u32,
  hard: u32,           // 1: a spike is 0 or 1, whatever the neuron's own is
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> inputs: array<f32>;        // total (or 1) x units
@group(0) @binding(3) var<storage, read_write> states: array<f32>;  // STATES x total x units: after each step
@group(0) @binding(4) var<storage, read_write> spikes: array<f32>;  // total x units

/** The spike that leaves a neuron whose own is soft. */
fn emitted(soft: f32) -> f32 {
  return select(soft, select(0.0, 1.0, soft > 0.5), shape.hard != 0u);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let unit = 256u * (group.y * groups.x + group.x) + thread;
  if (unit >= shape.units) { return; }
  var raw: array<f32, RAWS>;
  for (var r = 0u; r < RAWS; r++) { raw[r] = parameters[shape.parameters_at + r]; }
  let cell = cell_of(raw);
  let plane = shape.total * shape.units;
  var state: array<f32, STATES>;
  if (shape.first > 0u) {
    for (var k = 0u; k < STATES; k++) { state[k] = states[k * plane + (shape.first - 1u) * shape.units + unit]; }
  }
  for (var t = shape.first; t < shape.first + shape.steps; t++) {
    let stepped = step(cell, state, inputs[t * shape.input_stride + unit]);
    state = stepped.after;
    for (var k = 0u; k < STATES; k++) { states[k * plane + t * shape.units + unit] = state[k]; }
    spikes[t * shape.units + unit] = stepped.spike;
  }
}
