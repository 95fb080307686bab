// Serves the spikes of a plastic projection's sources: each synapse is brought up to date, the rule acts, and what it delivers goes into the ring. Teams
// of threads share rows as in lib/deliver; all spikes of a neuron in a window are served in order, with the first of them, by the same threads.
// Dispatched once a page. Twin: src/twins/plasticity/propagate_plastic.ts.
#import "lib/replay"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> plastic: Plastic;
@group(0) @binding(2) var<storage, read> rule: array<f32>;
@group(0) @binding(3) var<storage, read> histories: array<u32>;
@group(0) @binding(4) var<storage, read> rows: array<vec2<u32>>;
@group(0) @binding(5) var<storage, read_write> page: array<u32>;
@group(0) @binding(6) var<storage, read_write> ring: array<atomic<i32>>;
@group(0) @binding(7) var<storage, read_write> control: array<atomic<u32>>;
@group(0) @binding(8) var<storage, read> queue: array<u32>;

const WORKGROUP = 64u;
const ITEMS_A_TEAM = 4u;
const LEAST_ROUNDS = 2u;

fn word(at: u32) -> u32 { return histories[at]; }

// Synapses `at`, `at` + stride, ... below `end` of the page, for spike number `spike` of source `i`.
fn serve(i: u32, spike: u32, at: u32, end: u32, stride: u32) {
  let p = params();
  let step = step_at(pre_mark(i, spike));
  take_source(i, spike);
  let cell0 = plastic.first_cell + instance * plastic.stride;
  let slot = u32(step) % run.ring_slots;
  for (var k = at; k < end; k += stride) {
    let place = k * plastic.synapse_words;
    take_synapse(place);
    var s = load_synapse(place);
    catch_up(p, &s, select(step, step + 1, POST_FIRST), step, true);
    fade(&s, step);
    let delivered = on_pre_rule(at_step(p, step), &s, pre_now(step), post_now(step, step));
    store_synapse(place, s);
    if (!(abs(delivered) <= plastic.most)) { atomicMin(&control[plastic.fault], u32(step)); }
    let due = (slot + (page[place] >> plastic.target_bits)) % run.ring_slots;
    atomicAdd(&ring[due * run.cells + cell0 + target_place - first_target], quanta(delivered, plastic.scale));
  }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let thread = id.x * WORKGROUP + lane;
  let first = atomicLoad(&control[run.steps_at + window.index]);
  let begin = atomicLoad(&control[run.tails_at + window.index]);
  let spikes = atomicLoad(&control[0]) - begin;
  if (spikes == 0u) { return; }
  let lanes = plastic.lanes;
  let teams = grid.x * WORKGROUP / lanes;
  let pieces = clamp(ITEMS_A_TEAM * teams / spikes, 1u, plastic.pieces);
  for (var item = thread / lanes; item < spikes * pieces; item += teams) {
    let entry = queue[begin + item / pieces];
    let i = place_of(entry & ((1u << run.neuron_bits) - 1u), plastic.source_first, plastic.sources);
    if (i == NOBODY) { continue; }
    let count = word(plastic.pre_counts + i);
    var earliest = count;
    loop {
      if (earliest == 0u || count - earliest >= run.window_steps) { break; }
      if (step_at(pre_mark(i, earliest - 1u)) < i32(first)) { break; }
      earliest -= 1u;
    }
    if (word(pre_mark(i, earliest)) != first + (entry >> run.neuron_bits)) { continue; }
    let from_first = max(rows[i].x, plastic.page_first);
    let row_end = max(from_first, min(rows[i].y, plastic.page_end));
    let size = max(LEAST_ROUNDS * lanes, (row_end - from_first + pieces - 1u) / pieces);
    let at = min(row_end, from_first + (item % pieces) * size);
    let stop = min(row_end, at + size);
    for (var spike = earliest; spike < count; spike++) {
      serve(i, spike, at - plastic.page_first + thread % lanes, stop - plastic.page_first, lanes);
    }
  }
}
