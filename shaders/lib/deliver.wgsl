// What the propagate kernels share: the rows of synapses and the ring they add to.
#import "lib/close"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> pages: Pages;
@group(0) @binding(2) var<storage, read> rows: array<u32>;
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

// Word `at` of the bound page `page`.
fn word(page: u32, at: u32) -> u32 {
  switch (page) {
    case 0u: { return page0[at]; }
    case 1u: { return page1[at]; }
    default: { return page2[at]; }
  }
}

// The cell of the ring that a synapse adds to when its neuron spiked at ring slot `slot`; `place` is its first word.
fn cell_of(place: u32, slot: u32) -> u32 {
  var due = slot + ((place << run.class_bits) >> (run.class_bits + run.cell_bits));
  due = select(due, due - run.ring_slots, due >= run.ring_slots);
  return due * run.cells + (place & ((1u << run.cell_bits) - 1u));
}

// First synapse of the share of a workgroup's spike `s` bound here, its end, and the ring slot of the spike.
fn stretch(s: u32, first_step: u32) -> vec3<u32> {
  let entry = queue[s];
  let neuron = entry & ((1u << run.neuron_bits) - 1u);
  let slot = (first_step + (entry >> run.neuron_bits)) % run.ring_slots;
  return vec3<u32>(max(rows[2u * neuron], pages.first), min(rows[2u * neuron + 1u], pages.end), slot);
}
