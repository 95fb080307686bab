// Adds the synapses of every neuron that spiked in a window into the ring of future steps. A workgroup takes one spike after another,
// its threads stride along the row. Dispatched once for each group of pages that can be bound together; integer adds commute,
// so neither order nor grouping shows in the result. Twin: src/twins/synapse/propagate.ts.
#import "lib/window"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> pages: Pages;
@group(0) @binding(2) var<storage, read> row_start: array<u32>;
@group(0) @binding(3) var<storage, read> page0: array<u32>;
@group(0) @binding(4) var<storage, read> page1: array<u32>;
@group(0) @binding(5) var<storage, read> page2: array<u32>;
@group(0) @binding(6) var<storage, read_write> ring: array<atomic<i32>>;
@group(0) @binding(7) var<storage, read_write> control: array<atomic<u32>>;
@group(0) @binding(8) var<storage, read> queue: array<u32>;

// Synapses [first, end) are in the pages bound here.
struct Pages {
  first: u32,
  end: u32,
  workgroups: u32,
}

const WORKGROUP = 64u;

// Word `w` of the synapse `k` places behind the first bound one.
fn word(k: u32, w: u32) -> u32 {
  let page = k / run.page_synapses;
  let at = 2u * (k % run.page_synapses) + w;
  switch (page) {
    case 0u: { return page0[at]; }
    case 1u: { return page1[at]; }
    default: { return page2[at]; }
  }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.x + id.y * grid.x;
  let first_step = atomicLoad(&control[run.steps_at + window.index]);
  let begin = atomicLoad(&control[run.tails_at + window.index]);
  let end = atomicLoad(&control[0]);
  if (group == 0u && lane == 0u) {
    // Every group of pages writes the same two numbers.
    atomicStore(&control[run.tails_at + window.index + 1u], end);
    atomicStore(&control[run.steps_at + window.index + 1u], first_step + steps_of(first_step, begin));
  }
  let neuron_mask = (1u << run.neuron_bits) - 1u;
  let cell_mask = (1u << run.cell_bits) - 1u;
  for (var s = begin + group; s < end; s += pages.workgroups) {
    let entry = queue[s];
    let neuron = entry & neuron_mask;
    let slot = (first_step + (entry >> run.neuron_bits)) % run.ring_slots;
    let last = min(row_start[neuron + 1u], pages.end);
    for (var k = max(row_start[neuron], pages.first) + lane; k < last; k += WORKGROUP) {
      let place = word(k - pages.first, 0u);
      var due = slot + (place >> run.cell_bits);
      due = select(due, due - run.ring_slots, due >= run.ring_slots);
      atomicAdd(&ring[due * run.cells + (place & cell_mask)], bitcast<i32>(word(k - pages.first, 1u)));
    }
  }
}
