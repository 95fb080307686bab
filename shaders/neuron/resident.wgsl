// Carries small networks through a window of hundreds of steps: a workgroup is one network (an instance), whose ring lies in workgroup
// memory for the whole dispatch. Every `stride` steps, no more than the shortest delay, what its neurons sent is delivered; in between,
// state is in registers. Woven like update.wgsl, its sizes put in by name (src/simulate/weave.ts).
// `close` follows it. Twin: src/twins/neuron/resident.ts; the layout of `tables` and `synapses` is in src/twins/neuron/tables.ts.
#import "lib/advance"
#import "lib/window"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<storage, read> tables: array<u32>;
@group(0) @binding(2) var<storage, read_write> state: array<f32>;
@group(0) @binding(3) var<storage, read_write> cursors: array<u32>;
@group(0) @binding(4) var<storage, read_write> ring: array<i32>;
@group(0) @binding(5) var<storage, read_write> control: array<atomic<u32>>;
@group(0) @binding(6) var<storage, read_write> queue: array<u32>;
@group(0) @binding(7) var<storage, read_write> traces: array<f32>;
@group(0) @binding(8) var<storage, read> synapses: array<u32>;

const WORKGROUP: u32 = THREADS;
const CHUNK = 32u;
// Words of an instance.
const INSTANCE_FIRST = 0u;
const INSTANCE_SIZE = 1u;
const INSTANCE_CHUNK = 2u;
const INSTANCE_CHUNK_END = 3u;
const INSTANCE_STRIDE = 4u;
const INSTANCE_WORDS = 5u;

// The instance's ring: slots, receptors in a slot, neurons in a receptor.
var<workgroup> cells: array<atomic<i32>, RING_WORDS>;
// Neurons that spiked in this stretch: index in the instance << 16 | steps of the stretch, one bit each. Two counters take turns.
var<workgroup> fired: array<u32, MOST_NEURONS>;
var<workgroup> fired_count: array<atomic<u32>, 2>;
// First step and steps of the window.
var<workgroup> extent: vec2<u32>;

// First neuron and size of the instance, steps of the window before this stretch, and the counter whose turn it is.
var<private> base: u32;
var<private> size: u32;
var<private> passed: u32;
var<private> turn: u32;

fn slot_cells() -> u32 { return run.cells / run.neurons * size; }
fn receptor_cells() -> u32 { return size; }
fn neuron_cell(neuron: u32) -> u32 { return neuron - base; }

fn param(at: u32) -> f32 { return bitcast<f32>(tables[at]); }

fn take(cell: u32) -> i32 {
  let sum = atomicLoad(&cells[cell]);
  if (sum != 0) { atomicStore(&cells[cell], 0); }
  return sum;
}

fn emit(neuron: u32, steps: u32) {
  if (steps == 0u) { return; }
  fired[atomicAdd(&fired_count[turn], 1u)] = ((neuron - base) << 16u) | steps;
  var at = atomicAdd(&control[0], countOneBits(steps));
  for (var left = steps; left != 0u; left &= left - 1u) {
    queue[at] = ((passed + countTrailingZeros(left)) << run.neuron_bits) | neuron;
    at += 1u;
  }
}

// Where `ring` keeps cell `c` of the instance.
fn outside(c: u32) -> u32 {
  let slot = c / slot_cells();
  let rest = c % slot_cells();
  return slot * run.cells + rest / size * run.neurons + base + rest % size;
}

//#models

// Neuron `lane` of a chunk: up to 32 neurons of one population.
fn advance_chunk(chunk: u32, lane: u32, first: u32, steps: u32, base_step: u32) {
  let d = tables[2u * chunk];
  let start = tables[2u * chunk + 1u];
  let count = tables[d + DESCRIPTOR_COUNT];
  let end = min(count, start + CHUNK);
  if (start + lane >= end) { return; }
  switch (tables[d + DESCRIPTOR_VARIANT]) {
    //#cases
    default: {}
  }
}

// Delivers what was sent in a stretch that began at step `first`: 32 threads take one neuron's row.
fn deliver(first: u32, lane: u32) {
  let count = atomicLoad(&fired_count[turn]);
  let slot_size = slot_cells();
  for (var f = lane / CHUNK; f < count; f += WORKGROUP / CHUNK) {
    let neuron = base + (fired[f] >> 16u);
    let begin = synapses[2u * neuron] + 2u * (lane % CHUNK);
    let end = synapses[2u * neuron + 1u];
    for (var left = fired[f] & 0xffffu; left != 0u; left &= left - 1u) {
      let slot = (first + countTrailingZeros(left)) % run.ring_slots;
      for (var k = begin; k < end; k += 2u * CHUNK) {
        let place = synapses[k];
        var due = slot + (place >> 16u);
        due = select(due, due - run.ring_slots, due >= run.ring_slots);
        atomicAdd(&cells[due * slot_size + (place & 0xffffu)], bitcast<i32>(synapses[k + 1u]));
      }
    }
  }
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let instance = id.x + id.y * grid.x;
  let list = 2u * run.workgroups;
  if (instance >= tables[list]) { return; }
  let at = list + 1u + INSTANCE_WORDS * instance;
  base = tables[at + INSTANCE_FIRST];
  size = tables[at + INSTANCE_SIZE];
  if (lane == 0u) {
    let begin = atomicLoad(&control[run.steps_at + window.index]);
    extent = vec2<u32>(begin, steps_of(begin, atomicLoad(&control[run.tails_at + window.index])));
  }
  let span = workgroupUniformLoad(&extent);
  if (span.y == 0u) { return; }
  let base_step = atomicLoad(&control[run.steps_at]);
  let ring_size = run.ring_slots * slot_cells();
  for (var c = lane; c < ring_size; c += WORKGROUP) { atomicStore(&cells[c], ring[outside(c)]); }
  workgroupBarrier();
  for (var done = 0u; done < span.y; done += tables[at + INSTANCE_STRIDE]) {
    passed = done;
    let first = span.x + done;
    let steps = min(tables[at + INSTANCE_STRIDE], span.y - done);
    for (var chunk = tables[at + INSTANCE_CHUNK] + lane / CHUNK; chunk < tables[at + INSTANCE_CHUNK_END]; chunk += WORKGROUP / CHUNK) {
      advance_chunk(chunk, lane % CHUNK, first, steps, base_step);
    }
    workgroupBarrier();
    // Nobody reads the other counter any more: it is next.
    if (lane == 0u) { atomicStore(&fired_count[1u - turn], 0u); }
    deliver(first, lane);
    turn = 1u - turn;
    workgroupBarrier();
  }
  for (var c = lane; c < ring_size; c += WORKGROUP) { ring[outside(c)] = atomicLoad(&cells[c]); }
}
