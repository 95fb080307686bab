// What the kernels that build rows share. A job is a range of items of one link: its sources, targets, draws or edges. Counting, it
// adds the synapses of each source to `places`; else those of the global sources [begin, end) are put into the bound page, whose first
// synapse is `base`. Then `places` holds the first place of each source's synapses, or the next one where items are not sources.
// Twin: src/twins/lib/connect.ts.
#import "lib/draw"

@group(0) @binding(0) var<storage, read> tables: array<u32>;
@group(0) @binding(1) var<storage, read_write> places: array<atomic<u32>>;  // of each source of each link
@group(0) @binding(2) var<storage, read_write> sums: array<atomic<u32>>;    // of |weight| into each cell: 64 bits, low word first
@group(0) @binding(3) var<storage, read_write> delays: array<atomic<u32>>;  // shortest, longest
@group(0) @binding(4) var<storage, read_write> page: array<u32>;
@group(1) @binding(0) var<uniform> job: Job;

struct Job {
  link: u32,
  first: u32,     // item
  items: u32,
  lanes: u32,     // threads that share an item, or items that share the room for what is taken
  begin: u32,
  end: u32,
  base: u32,
  room: u32,      // synapses in the page
  counting: u32,
}

const WORKGROUP = 64u;

fn thread_of(group: vec3<u32>, groups: vec3<u32>, lane: u32) -> u32 {
  return (group.y * groups.x + group.x) * WORKGROUP + lane;
}

// Place in `places` of a source of the job's link.
fn row_of(source: u32) -> u32 {
  return tables[job.link + LINK_ROWS_AT] + source;
}

// Whether a source's synapses go to the bound page.
fn wanted(source: u32) -> bool {
  let neuron = tables[job.link + LINK_FIRST_SOURCE] + source;
  return neuron >= job.begin && neuron < job.end;
}

// Whether place `place` is in the bound page: a row may be longer than a page.
fn held(place: u32) -> bool {
  return place - job.base < job.room;
}

// Writes a synapse and adds it to the sums.
fn put(place: u32, synapse: Synapse) {
  let at = place - job.base;
  let class_bits = tables[HEAD_CLASS_BITS];
  let word = (synapse.delay << tables[HEAD_CELL_BITS]) | synapse.cell;
  if (class_bits > 0u) {
    page[at] = (tables[job.link + LINK_CLASS] << (32u - class_bits)) | word;
  } else {
    page[2u * at] = word;
    page[2u * at + 1u] = bitcast<u32>(synapse.weight);
  }
  let size = u32(abs(synapse.weight));
  let before = atomicAdd(&sums[2u * synapse.cell], size);
  if (before + size < before) { atomicAdd(&sums[2u * synapse.cell + 1u], 1u); }
  // A load is cheaper than an atomic that changes nothing.
  if (synapse.delay < atomicLoad(&delays[0])) { atomicMin(&delays[0], synapse.delay); }
  if (synapse.delay > atomicLoad(&delays[1])) { atomicMax(&delays[1], synapse.delay); }
}
