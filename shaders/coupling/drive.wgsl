// The current that a field drives each neuron of a population with until its next step: one of its variables, interpolated at the neuron's place, times
// a gain. It goes where the update kernel finds it (Descriptor.steady of src/twins/neuron/tables.ts). Twin: src/twins/coupling/drive.ts.

struct Shape {
  neurons: u32,
  corners: u32,    // grid points around a neuron's place
  channels: u32,   // variables of the field
  channel: u32,
  gain: f32,       // pA per unit of the variable
  at: u32,         // in `cursors`: the current of the population's first neuron
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> corners: array<u32>;   // (neurons x corners)
@group(0) @binding(2) var<storage, read> weights: array<f32>;   // (neurons x corners)
@group(0) @binding(3) var<storage, read> field: array<f32>;     // (places x channels)
@group(0) @binding(4) var<storage, read_write> cursors: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let neuron = (group.x + group.y * grid.x) * 64u + lane;
  if (neuron >= shape.neurons) { return; }
  var value = 0.0;
  for (var k = neuron * shape.corners; k < (neuron + 1u) * shape.corners; k++) {
    value += weights[k] * field[corners[k] * shape.channels + shape.channel];
  }
  cursors[shape.at + neuron] = bitcast<u32>(shape.gain * value);
}
