// Adds the synapses of every neuron that spiked in a window into the ring of future steps, drawn anew from the seed: none is held. A row is
// cut into slices (src/twins/synapse/slices.ts): pieces of the rows of its projections. A workgroup takes one slice of one spike after another.
// Twin: src/twins/synapse/propagate_procedural.ts.
#import "lib/close"
#import "lib/draw"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> slicing: Slicing;
@group(0) @binding(2) var<storage, read> tables: array<u32>;
@group(0) @binding(3) var<storage, read> slices: array<u32>;
@group(0) @binding(4) var<storage, read_write> ring: array<atomic<i32>>;
@group(0) @binding(5) var<storage, read_write> control: array<atomic<u32>>;
@group(0) @binding(6) var<storage, read> queue: array<u32>;

struct Slicing {
  most: u32,        // slices of a row of the population that has most
  workgroups: u32,
}

const WORKGROUP = 64u;

// First step of the window, the queue's length at its start, and now.
var<workgroup> bounds: vec3<u32>;
// Jumps of pairwise_bernoulli up to each thread's own.
var<workgroup> reach: array<u32, WORKGROUP>;
// Where the next jump starts from.
var<workgroup> landing: u32;

fn deliver(synapse: Synapse, slot: u32) {
  var due = slot + synapse.delay;
  due = select(due, due - run.ring_slots, due >= run.ring_slots);
  atomicAdd(&ring[due * run.cells + synapse.cell], synapse.weight);
}

// Synapse `j` of source `source` for a rule whose synapses do not hang on each other.
fn drawn(link: u32, source: u32, j: u32) -> Synapse {
  switch (tables[link + LINK_RULE]) {
    case RULE_ALL_TO_ALL: {
      let skips = link_has(link, FLAG_BAR_SELF);
      let to = select(j, j + 1u, skips && j >= source);
      let ordinal = source * tables[link + LINK_DEGREE] + j;
      return synapse_of(link, block_of(link, source, to, 0u), source, to, ordinal, to);
    }
    case RULE_ONE_TO_ONE: {
      return synapse_of(link, block_of(link, source, 0u, 0u), source, 0u, source, source);
    }
    default: {
      let words = block_of(link, source, j, 0u);
      return synapse_of(link, words, source, j, 0u, partner_of(link, words, source, j, tables[link + LINK_TARGETS]));
    }
  }
}

// A row of pairwise_bernoulli, as many jumps at once as there are threads. All threads of the workgroup come here together.
fn jump(link: u32, source: u32, slot: u32, lane: u32) {
  let targets = tables[link + LINK_TARGETS];
  if (tables[link + LINK_POWERS] == 0u) { return; }
  let barred = select(targets, source, link_has(link, FLAG_BAR_SELF));
  var start = 0u;
  for (var base = 0u; ; base += WORKGROUP) {
    let words = block_of(link, source, base + lane, 0u);
    // A jump beyond the row is as good as one to its end: sums stay below 2^32.
    reach[lane] = min(gap(link, words.x), targets) + 1u;
    for (var step = 1u; step < WORKGROUP; step *= 2u) {
      workgroupBarrier();
      var before = 0u;
      if (lane >= step) { before = reach[lane - step]; }
      workgroupBarrier();
      reach[lane] += before;
    }
    let to = start + reach[lane] - 1u;
    if (to < targets && to != barred) { deliver(synapse_of(link, words, source, base + lane, 0u, to), slot); }
    if (lane == WORKGROUP - 1u) { landing = to + 1u; }
    start = workgroupUniformLoad(&landing);
    if (start >= targets) { return; }
  }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.x + id.y * grid.x;
  if (lane == 0u) {
    let first_step = atomicLoad(&control[run.steps_at + window.index]);
    let begin = atomicLoad(&control[run.tails_at + window.index]);
    let end = atomicLoad(&control[0]);
    bounds = vec3<u32>(first_step, begin, end);
    if (group == 0u) { close_window(first_step, begin, end); }
  }
  let now = workgroupUniformLoad(&bounds);
  let items = (now.z - now.y) * slicing.most;
  for (var item = group; item < items; item += slicing.workgroups) {
    let entry = queue[now.y + item / slicing.most];
    let neuron = entry & ((1u << run.neuron_bits) - 1u);
    let slot = (now.x + (entry >> run.neuron_bits)) % run.ring_slots;
    let population = population_of(neuron);
    let list = slices[2u * ((population - tables[HEAD_POPULATIONS_AT]) / POPULATION_WORDS)];
    let count = slices[2u * ((population - tables[HEAD_POPULATIONS_AT]) / POPULATION_WORDS) + 1u];
    let number = item % slicing.most;
    if (number >= count) { continue; }
    let link = slices[list + 3u * number];
    let source = neuron - tables[population];
    if (tables[link + LINK_RULE] == RULE_PAIRWISE_BERNOULLI) {
      jump(link, source, slot, lane);
    } else {
      let end = min(slices[list + 3u * number + 2u], degree_of(link, source));
      for (var j = slices[list + 3u * number + 1u] + lane; j < end; j += WORKGROUP) { deliver(drawn(link, source, j), slot); }
    }
  }
}
