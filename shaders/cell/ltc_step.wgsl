// One step of a batch of liquid time-constant cells (Hasani et al. 2021, arXiv 2006.04439): the fused semi-implicit solver, all its unfolds in
// one dispatch. A workgroup takes an example, its threads the units; potentials pass from unfold to unfold through workgroup memory.
// Twin: src/twins/cell/ltc_step.ts.
#import "lib/ltc"

const THREADS = 64u;
const MOST_UNITS = 1024u;
// As the authors': it keeps the quotient finite where all conductances are 0.
const EPSILON = 1e-8;

struct Shape {
  inputs: u32,
  units: u32,
  batch: u32,
  step: u32,
  unfolds: u32,
  input_w_at: u32,     // first elements among the parameters: inputs
  input_b_at: u32,
  sensory_at: u32,     // 4 matrices, inputs x units: w, sigma, mu, erev
  recurrent_at: u32,   // 4 matrices, units x units, row by source: the same
  leak_at: u32,        // units: gleak, vleak, cm, each `stride` apart
  stride: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;           // steps x batch: 0 where a sequence is over
@group(0) @binding(2) var<storage, read> elapsed: array<f32>;        // steps x batch: time since the step before
@group(0) @binding(3) var<storage, read> inputs: array<f32>;         // steps x batch x inputs
@group(0) @binding(4) var<storage, read> parameters: array<f32>;
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;     // batch x 4 units: of the inputs' synapses, conductance times reversal and conductance; of all at the last unfold
@group(0) @binding(6) var<storage, read_write> states: array<f32>;   // (1 + steps) x batch x units: before the first step, then after each

var<workgroup> potentials: array<f32, MOST_UNITS>;

/** The parameters of a synapse: w is parameter `at`, sigma, mu and erev each a matrix further on. */
fn of_synapse(at: u32, matrix: u32) -> vec4<f32> {
  return vec4(parameters[at], parameters[at + matrix], parameters[at + 2u * matrix], parameters[at + 3u * matrix]);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y * groups.x + group.x;
  if (b >= shape.batch) { return; }
  let units = shape.units;
  let row = shape.step * shape.batch + b;
  let next = (row + shape.batch) * units;
  let own = 4u * b * units;
  for (var j = thread; j < units; j += THREADS) {
    potentials[j] = states[row * units + j];
    var sensed = LtcSums(0.0, 0.0);
    for (var k = 0u; k < shape.inputs; k++) {
      let p = of_synapse(shape.sensory_at + k * units + j, shape.inputs * units);
      let x = inputs[row * shape.inputs + k];
      sensed = ltc_sensor(x, parameters[shape.input_w_at + k], parameters[shape.input_b_at + k], p.x, p.y, p.z, p.w, sensed.driven, sensed.open);
    }
    sums[own + j] = sensed.driven;
    sums[own + units + j] = sensed.open;
  }
  let going = live[row] > 0.0;
  let unfold = elapsed[row] / f32(shape.unfolds);
  for (var n = 0u; n < shape.unfolds; n++) {
    workgroupBarrier();
    for (var j = thread; j < units; j += THREADS) {
      var sum = LtcSums(sums[own + j], sums[own + units + j]);
      for (var k = 0u; k < units; k++) {
        let p = of_synapse(shape.recurrent_at + k * units + j, units * units);
        sum = ltc_synapse(potentials[k], p.x, p.y, p.z, p.w, sum.driven, sum.open);
      }
      sums[own + 2u * units + j] = sum.driven;
      sums[own + 3u * units + j] = sum.open;
    }
    workgroupBarrier();
    for (var j = thread; j < units; j += THREADS) {
      let leak = parameters[shape.leak_at + j];
      let held = parameters[shape.leak_at + 2u * shape.stride + j] / unfold;
      let above = held * potentials[j] + leak * parameters[shape.leak_at + shape.stride + j] + sums[own + 2u * units + j];
      let below = held + leak + sums[own + 3u * units + j];
      if (going) { potentials[j] = above / (below + EPSILON); }
    }
  }
  for (var j = thread; j < units; j += THREADS) { states[next + j] = potentials[j]; }
}
