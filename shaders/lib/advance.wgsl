// What the kernels that advance neurons share: inputs, traces, the watch on runaway states. They declare `run`, `tables` and `cursors`;
// the layout of `tables` is in src/twins/neuron/tables.ts. Twin: src/twins/neuron/update.ts.
#import "lib/philox"
#import "lib/normal"
#import "lib/poisson"

const MAX_RECEPTORS = 16u;
const ALL = 0xffffffffu;

// Words of a population's descriptor.
const DESCRIPTOR_VARIANT = 0u;
const DESCRIPTOR_COUNT = 1u;
const DESCRIPTOR_FIRST = 2u;
const DESCRIPTOR_POPULATION = 3u;
const DESCRIPTOR_PARAMS = 4u;
const DESCRIPTOR_STATE = 5u;
const DESCRIPTOR_QUANTUM = 6u;
const DESCRIPTOR_INPUTS = 7u;
const DESCRIPTOR_INPUT_COUNT = 8u;
const DESCRIPTOR_TRACES = 9u;
const DESCRIPTOR_TRACE_COUNT = 10u;
const DESCRIPTOR_SEED = 11u;  // two words
const DESCRIPTOR_STEADY = 13u;
const DESCRIPTOR_STEADY_COUNT = 14u;

// Words of an input or a trace, and the kinds of inputs; the fourth is noise.
const ENTRY_WORDS = 8u;
const POISSON = 1u;
const SPIKES = 2u;
const STEP_CURRENT = 3u;

// What reaches the thread's neuron in the current step, and the key of its population's random numbers.
var<private> sums: array<i32, MAX_RECEPTORS>;
var<private> drive: f32;
var<private> seed: vec2<u32>;

fn poisson_input(at: u32, i: u32, step: u32) -> i32 {
  let mean = tables[at + 3u] + 3u * (i & tables[at + 4u]);
  var count = 0u;
  for (var part = 0u; part < tables[mean]; part++) {
    let words = philox4x32(seed, vec4<u32>(i >> 2u, part, tables[at + 5u], step));
    count += poisson_count(words[i & 3u], tables[mean + 1u], tables[mean + 2u]);
  }
  return i32(count) * bitcast<i32>(tables[at + 2u]);
}

fn spike_input(at: u32, i: u32, step: u32) -> i32 {
  let cursor = tables[at + 5u] + i;
  let end = tables[tables[at + 3u] + i + 1u];
  var next = cursors[cursor];
  var sum = 0;
  while (next < end && tables[tables[at + 4u] + next] <= step) {
    sum += select(0, bitcast<i32>(tables[at + 2u]), tables[tables[at + 4u] + next] == step);
    next += 1u;
  }
  cursors[cursor] = next;
  return sum;
}

fn step_current(at: u32, step: u32) -> f32 {
  var low = 0u;
  var high = tables[at + 1u];
  while (low < high) {
    let middle = (low + high) / 2u;
    if (tables[tables[at + 2u] + middle] <= step) { low = middle + 1u; } else { high = middle; }
  }
  if (low == 0u) { return 0.0; }
  return bitcast<f32>(tables[tables[at + 3u] + low - 1u]);
}

fn noise_current(at: u32, i: u32, step: u32) -> f32 {
  let counter = vec4<u32>(i >> 2u, 0u, tables[at + 4u], step / tables[at + 3u]);
  let words = philox4x32(seed, counter);
  let z = f32(normal_q26(words[i & 3u], run.normal_at)) * 1.4901161193847656e-8;
  return bitcast<f32>(tables[at + 1u]) + bitcast<f32>(tables[at + 2u]) * z;
}

// The current into neuron `i` that stays during a window: `count` places from `list` on.
fn steady_current(list: u32, count: u32, i: u32) -> f32 {
  var sum = 0.0;
  for (var k = 0u; k < count; k++) { sum += bitcast<f32>(cursors[tables[list + k] + i]); }
  return sum;
}

// Adds the inputs of neuron `i` in `step` to what the ring brought: `count` entries from `list` on.
fn gather(list: u32, count: u32, i: u32, step: u32) {
  for (var k = 0u; k < count; k++) {
    let at = list + ENTRY_WORDS * k;
    switch (tables[at]) {
      case POISSON: { sums[tables[at + 1u]] += poisson_input(at, i, step); }
      case SPIKES: { sums[tables[at + 1u]] += spike_input(at, i, step); }
      case STEP_CURRENT: { drive += step_current(at, step); }
      default: { drive += noise_current(at, i, step); }
    }
  }
}

// Where a trace keeps this neuron at this step, or ALL if it does not. `base_step` is the submit's first step.
fn trace_place(at: u32, i: u32, step: u32, base_step: u32) -> u32 {
  let every = tables[at + 1u];
  if ((step + 1u) % every != 0u) { return ALL; }
  var column = i;
  if (tables[at + 2u] != ALL) { column = tables[tables[at + 2u] + i]; }
  if (column == ALL) { return ALL; }
  let sample = (step + 1u) / every - base_step / every - 1u;
  return tables[at + 4u] + sample * tables[at + 3u] + column;
}

// A state that left the finite range: NaN, infinity, or 2^20 and more.
fn runaway(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) >= 0x49800000u;
}
