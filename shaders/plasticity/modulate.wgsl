// Carries the modulators through the window's steps: m += rate (bias + sum of gain times spikes of a population - m). The value that events of a step
// see hangs on the spikes before it. A workgroup takes a network. Twin: src/twins/plasticity/modulate.ts, which has the layout of `modulation`.
#import "lib/window"
#import "lib/modulators"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<storage, read> modulation: array<u32>;
@group(0) @binding(2) var<storage, read_write> modulators: array<f32>;
@group(0) @binding(3) var<storage, read> control: array<u32>;
@group(0) @binding(4) var<storage, read> queue: array<u32>;

const WORKGROUP = 64u;
// Of src/twins/plasticity/modulate.ts; a window has 32 steps at most.
const MOST_DRIVERS = 32u;

// Spikes by step and driving population.
var<workgroup> counts: array<atomic<u32>, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = control[run.steps_at + window.index];
  let begin = control[run.tails_at + window.index];
  let steps = steps_of(first, begin);
  let drivers = modulation[1];
  for (var k = lane; k < 32u * MOST_DRIVERS; k += WORKGROUP) { atomicStore(&counts[k], 0u); }
  workgroupBarrier();
  let base = id.x * modulation[2];
  for (var s = begin + lane; s < control[0]; s += WORKGROUP) {
    let neuron = queue[s] & ((1u << run.neuron_bits) - 1u);
    let step = queue[s] >> run.neuron_bits;
    for (var d = 0u; d < drivers; d++) {
      let from_first = base + modulation[4u + 2u * d];
      if (neuron >= from_first && neuron - from_first < modulation[5u + 2u * d]) { atomicAdd(&counts[step * MOST_DRIVERS + d], 1u); }
    }
  }
  workgroupBarrier();
  for (var m = lane; m < modulation[0]; m += WORKGROUP) {
    let at = 4u + 2u * drivers + m * (2u + drivers);
    let series = (id.x * modulation[0] + m) * SERIES;
    var value = modulators[series + (first & (SERIES - 1u))];
    for (var k = 0u; k < steps; k++) {
      var drive = bitcast<f32>(modulation[at + 1u]);
      for (var d = 0u; d < drivers; d++) { drive += bitcast<f32>(modulation[at + 2u + d]) * f32(atomicLoad(&counts[k * MOST_DRIVERS + d])); }
      value += bitcast<f32>(modulation[at]) * (drive - value);
      modulators[series + ((first + k + 1u) & (SERIES - 1u))] = value;
    }
  }
}
