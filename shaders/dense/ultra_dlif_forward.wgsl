// All steps of a layer of UltraDLIF or UltraDPLIF in one dispatch: a workgroup takes an example, its threads share the neurons, and
// all of them wait for each other after each step, because neighbours read each other's states. Twin: src/twins/dense/ultra_dlif_forward.ts.
#import "lib/ring"

struct Shape {
  steps: u32,
  batch: u32,
  features: u32,       // neurons of an example: the ring
  input_stride: u32,   // batch x features, or 0 where the input is the same in every step
  parameters_at: u32,  // raw tau, log eps and, with `ds`, log beta
  form: u32,
  ds: u32,             // 1: s = sigmoid(beta V), beta a parameter; 0: beta = 1 / eps
  hard: u32,           // 1: a spike is 0 or 1
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> inputs: array<f32>;        // steps (or 1) x batch x features
@group(0) @binding(3) var<storage, read_write> states: array<f32>;  // steps x batch x features: V after each step
@group(0) @binding(4) var<storage, read_write> spikes: array<f32>;  // steps x batch x features

/** What a neuron gives to the soft maximum. */
fn term(ring: Ring, t: u32, unit: u32) -> f32 {
  var v = 0.0;
  if (t > 0u) { v = states[(t - 1u) * shape.batch * shape.features + unit]; }
  return select(v, ring.tau * v + inputs[t * shape.input_stride + unit], shape.form == MAIN);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let example = group.y * groups.x + group.x;
  if (example >= shape.batch) { return; }
  let at = shape.parameters_at;
  let ring = ring_of(parameters[at], parameters[at + 1u], parameters[at + 1u + shape.ds], shape.ds != 0u);
  let row = example * shape.features;
  for (var t = 0u; t < shape.steps; t++) {
    for (var i = thread; i < shape.features; i += 256u) {
      let own = term(ring, t, row + i);
      let middle = select(own, ring.tau * own, shape.form == LEAKING);
      let u = lse3(vec3(term(ring, t, row + left_of(i, shape.features)), middle, term(ring, t, row + right_of(i, shape.features))), ring.eps.value).value;
      let v = select(u + inputs[t * shape.input_stride + row + i], own, shape.form == MAIN);
      let soft = sigmoid(ring.steep * select(v, u, shape.form == MAIN));
      let spike = select(soft, select(0.0, 1.0, soft > 0.5), shape.hard != 0u);
      let place = t * shape.batch * shape.features + row + i;
      states[place] = v * (1.0 - spike);
      spikes[place] = spike;
    }
    storageBarrier();
  }
}
