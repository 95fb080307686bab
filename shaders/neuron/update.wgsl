// Advances every neuron through one window with its state in registers: inputs, model, spikes into the queue, traces.
// One dispatch for all populations: a workgroup serves neurons of one population. The models in use are woven in below
// (src/simulate/weave.ts), with one run function a variant. Twin: src/twins/neuron/update.ts; the layout of `tables` is in src/twins/neuron/tables.ts.
#import "lib/advance"
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

// Where the ring keeps a neuron: cells of a slot, of a receptor in it, and the neuron's own.
fn slot_cells() -> u32 { return run.cells; }
fn receptor_cells() -> u32 { return run.neurons; }
fn neuron_cell(neuron: u32) -> u32 { return neuron; }

fn param(at: u32) -> f32 { return params[at]; }

// Takes what is due at a cell of the ring and leaves it empty. Most cells are: a store less.
fn take(cell: u32) -> i32 {
  let sum = ring[cell];
  if (sum != 0) { ring[cell] = 0; }
  return sum;
}

//#reserve

// Spikes of the thread's neurons, 32 neuron-steps at most (src/simulate/layout.ts): bit n * window_steps + k is step k of the n-th neuron.
var<private> spikes: u32;
var<private> served: u32;

// Keeps the steps in which the thread's next neuron spiked, one bit each.
fn emit(neuron: u32, fired: u32) {
  spikes |= fired << (served * run.window_steps);
  served += 1u;
}

// Appends what was kept to the queue; `first` is the thread's first neuron.
fn append(first: u32) {
  var at = reserve(countOneBits(spikes));
  for (var left = spikes; left != 0u; left &= left - 1u) {
    let bit = countTrailingZeros(left);
    queue[at] = ((bit % run.window_steps) << run.neuron_bits) | (first + bit / run.window_steps * WORKGROUP);
    at += 1u;
  }
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
  let count = tables[d + DESCRIPTOR_COUNT];
  let end = min(count, start + WORKGROUP * run.per_thread);
  if (steps != 0u && start + lane < end) {
    let base_step = atomicLoad(&control[run.steps_at]);
    switch (tables[d + DESCRIPTOR_VARIANT]) {
      //#cases
      default: {}
    }
  }
  append(tables[d + DESCRIPTOR_FIRST] + start + lane);
}
