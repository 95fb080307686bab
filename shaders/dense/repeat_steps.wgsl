// Currents of a layer that its own spikes are to be added to: the input of each step, or the one of all steps, plus a bias a neuron.
// Twin: src/twins/dense/repeat_steps.ts.
struct Shape {
  steps: u32,
  units: u32,         // batch x features
  features: u32,
  input_stride: u32,  // units, or 0 where the input is the same in every step
  bias_at: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> inputs: array<f32>;
@group(0) @binding(2) var<storage, read> parameters: array<f32>;
@group(0) @binding(3) var<storage, read_write> currents: array<f32>;  // steps x units

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let place = 256u * (group.y * groups.x + group.x) + thread;
  if (place >= shape.steps * shape.units) { return; }
  let unit = place % shape.units;
  let step = place / shape.units;
  currents[place] = inputs[step * shape.input_stride + unit] + parameters[shape.bias_at + unit % shape.features];
}
