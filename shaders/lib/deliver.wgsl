// What the kernels that deliver spikes share: the pages bound, who delivers what of them, and the ring they add to. A kernel gives
//   alias Synapse, the words of one
//   fn add(synapse: Synapse, slot: u32)
// which adds a synapse's weight to the ring for a spike at ring slot `slot`.
//
// Threads work in teams of `rows_bound.lanes`, a part of the mean row, so that short rows leave no lane idle. Where spikes are few, each row is
// cut into pieces enough for all teams; so one row of 100,000 synapses and 10,000 rows of 10 keep the same threads busy. No barriers,
// no shared memory; integer adds commute, so neither order nor cutting shows in the result. Twin: src/twins/lib/deliver.ts.
#import "lib/close"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> rows_bound: RowsBound;
@group(0) @binding(2) var<storage, read> rows: array<vec2<u32>>;
@group(0) @binding(3) var<storage, read> page0: array<Synapse>;
@group(0) @binding(4) var<storage, read> page1: array<Synapse>;
@group(0) @binding(5) var<storage, read> page2: array<Synapse>;
@group(0) @binding(6) var<storage, read_write> ring: array<atomic<i32>>;
@group(0) @binding(7) var<storage, read_write> control: array<atomic<u32>>;
@group(0) @binding(8) var<storage, read> queue: array<u32>;

// Synapses [first, end) are bound.
struct RowsBound {
  first: u32,
  end: u32,
  lanes: u32,   // threads of a team, at most those of a workgroup
  pieces: u32,  // that the longest row is worth cutting into
}

const WORKGROUP = 64u;
// Pieces there are to be for each team, so that teams end together; and the least length of a piece, in synapses a thread.
const ITEMS_A_TEAM = 4u;
const LEAST_ROUNDS = 2u;

// The cell of the ring that a synapse adds to when its neuron spiked at ring slot `slot`; `place` is its first word.
fn cell_of(place: u32, slot: u32) -> u32 {
  var due = slot + ((place << run.class_bits) >> (run.class_bits + run.cell_bits));
  due = select(due, due - run.ring_slots, due >= run.ring_slots);
  return due * run.cells + (place & ((1u << run.cell_bits) - 1u));
}

// First of the bound synapses of spike `s`, their end, and the ring slot of the spike.
fn stretch(s: u32, first_step: u32) -> vec3<u32> {
  let entry = queue[s];
  let row = rows[entry & ((1u << run.neuron_bits) - 1u)];
  let slot = (first_step + (entry >> run.neuron_bits)) % run.ring_slots;
  let first = max(row.x, rows_bound.first);
  return vec3<u32>(first - rows_bound.first, max(first, min(row.y, rows_bound.end)) - rows_bound.first, slot);
}

// Adds synapses at, at + stride, ... below `end` of those bound. Page by page: a choice of the page for each synapse would cost more than the adding.
fn deliver(at: u32, end: u32, stride: u32, slot: u32) {
  let size = run.page_synapses;
  var k = at;
  for (; k < min(end, size); k += stride) { add(page0[k], slot); }
  for (; k < min(end, 2u * size); k += stride) { add(page1[k - size], slot); }
  for (; k < end; k += stride) { add(page2[k - 2u * size], slot); }
}

// What one of `threads` threads does of a window.
fn deliver_window(thread: u32, threads: u32) {
  let begin = atomicLoad(&control[run.tails_at + window.index]);
  let end = atomicLoad(&control[0]);
  let first_step = atomicLoad(&control[run.steps_at + window.index]);
  if (thread == 0u) { close_window(first_step, begin, end); }
  let spikes = end - begin;
  if (spikes == 0u) { return; }
  let lanes = rows_bound.lanes;
  let teams = threads / lanes;
  let pieces = clamp(ITEMS_A_TEAM * teams / spikes, 1u, rows_bound.pieces);
  for (var item = thread / lanes; item < spikes * pieces; item += teams) {
    let row = stretch(begin + item / pieces, first_step);
    let count = row.y - row.x;
    let size = max(LEAST_ROUNDS * lanes, (count + pieces - 1u) / pieces);
    let from_first = min(count, (item % pieces) * size);
    deliver(row.x + from_first + thread % lanes, row.x + min(count, from_first + size), lanes, row.z);
  }
}
