// Advances every neuron through one window with its state in registers: inputs, model, spikes into the queue, traces.
// One dispatch for all populations: a workgroup serves neurons of one population. The models in use are woven in below
// (src/simulate/weave.ts), with one run function a variant. Twin: src/twins/neuron/update.ts; the layout of `tables` is in src/twins/neuron/tables.ts.
#import "lib/philox"
#import "lib/normal"
#import "lib/poisson"
#import "lib/window"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<storage, read> tables: array<u32>;
@group(0) @binding(2) var<storage, read> params: array<f32>;
@group(0) @binding(3) var<storage, read_write> state: array<f32>;
@group(0) @binding(4) var<storage, read_write> cursors: array<u32>;
@group(0) @binding(5) var<storage, read_write> ring: array<i32>;
@group(0) @binding(6) var<storage, read_write> control: array<atomic<u32>>;
@group(0) @binding(7) var<storage, read_write> queue: array<u32>;
@group(0) @binding(8) var<storage, read_write> traces: array<f32>;

const WORKGROUP = 64u;
const MAX_RECEPTORS = 16u;
const ALL = 0xffffffffu;

// What reaches the thread's neuron in the current step.
var<private> sums: array<i32, MAX_RECEPTORS>;
var<private> drive: f32;

fn poisson_input(at: u32, i: u32, step: u32) -> i32 {
  let mean = tables[at + 3u] + 3u * (i & tables[at + 4u]);
  var count = 0u;
  for (var part = 0u; part < tables[mean]; part++) {
    let words = philox4x32(vec2<u32>(run.seed_low, run.seed_high), vec4<u32>(i >> 2u, part, tables[at + 5u], step));
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
  let words = philox4x32(vec2<u32>(run.seed_low, run.seed_high), counter);
  let z = f32(normal_q26(words[i & 3u], run.normal_at)) * 1.4901161193847656e-8;
  return bitcast<f32>(tables[at + 1u]) + bitcast<f32>(tables[at + 2u]) * z;
}

// Adds the inputs of neuron `i` in `step` to what the ring brought: `count` entries from `list` on.
fn gather(list: u32, count: u32, i: u32, step: u32) {
  for (var k = 0u; k < count; k++) {
    let at = list + 8u * k;
    switch (tables[at]) {
      case 1u: { sums[tables[at + 1u]] += poisson_input(at, i, step); }
      case 2u: { sums[tables[at + 1u]] += spike_input(at, i, step); }
      case 3u: { drive += step_current(at, step); }
      default: { drive += noise_current(at, i, step); }
    }
  }
}

// Takes what is due at a cell of the ring and leaves it empty. Most cells are: a store less.
fn take(cell: u32) -> i32 {
  let sum = ring[cell];
  if (sum != 0) { ring[cell] = 0; }
  return sum;
}

// Appends a neuron's spikes to the queue: bit k of `fired` is step k of the window.
fn emit(neuron: u32, fired: u32) {
  var left = fired;
  while (left != 0u) {
    let at = atomicAdd(&control[0], 1u);
    queue[at] = (countTrailingZeros(left) << run.neuron_bits) | neuron;
    left &= left - 1u;
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

//#models

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.x + id.y * grid.x;
  if (group >= run.workgroups) { return; }
  let first = atomicLoad(&control[run.steps_at + window.index]);
  let steps = steps_of(first, atomicLoad(&control[run.tails_at + window.index]));
  let d = tables[2u * group];
  let start = tables[2u * group + 1u];
  let count = tables[d + 1u];
  let end = min(count, start + WORKGROUP * run.per_thread);
  if (steps == 0u || start + lane >= end) { return; }
  let base_step = atomicLoad(&control[run.steps_at]);
  switch (tables[d]) {
    //#cases
    default: {}
  }
}
