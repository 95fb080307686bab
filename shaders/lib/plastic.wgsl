// A plastic projection: its numbers, and where the histories keep the spikes of its neurons. The kernel declares `plastic` and `word(at)`, which reads
// the histories. Twin: src/twins/lib/plastic.ts.
#import "lib/window"

// One plastic projection and one page of its synapses: src/twins/lib/plastic.ts.
struct Plastic {
  source_first: u32,
  sources: u32,
  target_first: u32,
  targets: u32,
  depth: u32,          // spikes kept of a neuron, a power of two
  pre_words: u32,
  post_words: u32,
  pre_counts: u32,
  post_counts: u32,
  post_done: u32,
  pre_marks: u32,
  post_marks: u32,
  target_bits: u32,    // a synapse is delay << target_bits | target, then weight and variables
  synapse_words: u32,
  first_cell: u32,
  page_first: u32,
  page_end: u32,
  row_parts: u32,
  delayed: u32,        // steps of a target's spike to the synapse: delayed * delay - advance
  advance: u32,
  longest: u32,
  every: u32,
  scale: f32,
  most: f32,
  fault: u32,
  lanes: u32,
  pieces: u32,
  totals: u32,
  total_scale: f32,
  total_words: u32,
  instances: u32,
  stride: u32,
  series: u32,         // steps that a modulator's values are kept for; 0: nothing is modulated
  also_every: u32,     // steps between two times at which all synapses must be up to date for what is done beside the rule
  post_heads: u32,     // of each target: its count, the steps of its last two spikes and the traces after the last, in head_words words
  head_words: u32,
}

const SETTLED = 0u;
const WANTED = 1u;
const NEVER = -1;
const NOBODY = 0xffffffffu;

// Place of a neuron among those of one side, all networks together, or NOBODY.
fn place_of(neuron: u32, first: u32, size: u32) -> u32 {
  if (neuron < first) { return NOBODY; }
  let instance = (neuron - first) / plastic.stride;
  let i = neuron - first - instance * plastic.stride;
  return select(NOBODY, instance * size + i, i < size && instance < plastic.instances);
}

fn pre_mark(i: u32, spike: u32) -> u32 {
  return plastic.pre_marks + (i * plastic.depth + (spike & (plastic.depth - 1u))) * plastic.pre_words;
}

fn post_mark(i: u32, spike: u32) -> u32 {
  return plastic.post_marks + (i * plastic.depth + (spike & (plastic.depth - 1u))) * plastic.post_words;
}

fn step_at(mark: u32) -> i32 { return bitcast<i32>(word(mark)); }

// A weight in the ring's fixed point.
fn quanta(weight: f32, scale: f32) -> i32 { return i32(floor(weight * scale + 0.5)); }
