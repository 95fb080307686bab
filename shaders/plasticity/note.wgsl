// Keeps the window's spikes of a plastic projection's sources and targets, with their traces, and asks for all synapses to be brought up to date where
// the clock or the host wants that, or where a target's spikes would soon outgrow the room. Spikes of one neuron follow each other in the queue:
// one thread takes them all. Twin: src/twins/plasticity/note.ts.
#import "lib/plastic"
#import "lib/traces"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> plastic: Plastic;
@group(0) @binding(2) var<storage, read> rule: array<f32>;
@group(0) @binding(3) var<storage, read_write> histories: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> control: array<u32>;
@group(0) @binding(5) var<storage, read> queue: array<u32>;

fn word(at: u32) -> u32 { return atomicLoad(&histories[at]); }
fn put(at: u32, value: u32) { atomicStore(&histories[at], value); }

//#traces

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>) {
  let first = control[run.steps_at + window.index];
  let begin = control[run.tails_at + window.index];
  let end = first + steps_of(first, begin);
  if (id.x == 0u && word(SETTLED) < end) {
    let asked = run.settle != 0u && end == run.end_step;
    let outgrown = plastic.series != 0u && end + run.window_steps - word(SETTLED) >= plastic.series;
    let clock = (plastic.every != 0u && end % plastic.every == 0u) || (plastic.also_every != 0u && end % plastic.also_every == 0u);
    if (asked || outgrown || clock) { put(WANTED, end); }
  }
  let mask = (1u << run.neuron_bits) - 1u;
  for (var s = begin + id.x; s < control[0]; s += grid.x * 64u) {
    let neuron = queue[s] & mask;
    if (s > begin) { if ((queue[s - 1u] & mask) == neuron) { continue; } }
    let source = place_of(neuron, plastic.source_first, plastic.sources);
    let receiver = place_of(neuron, plastic.target_first, plastic.targets);
    for (var k = s; k < control[0]; k++) {
      if ((queue[k] & mask) != neuron) { break; }
      let step = first + (queue[k] >> run.neuron_bits);
      if (source != NOBODY) { keep_source(source, step); }
      if (receiver != NOBODY && HAS_POST) { keep_target(receiver, step, end); }
    }
  }
}

fn keep_source(i: u32, step: u32) {
  let n = word(plastic.pre_counts + i);
  let mark = pre_mark(i, n);
  let earlier = pre_mark(i, n - 1u);
  var spiked = NEVER;
  if (n != 0u) { spiked = step_at(earlier); }
  keep_pre(mark, earlier, spiked, i32(step) - spiked);
  put(mark, step);
  put(plastic.pre_counts + i, n + 1u);
}

fn keep_target(i: u32, step: u32, end: u32) {
  let n = word(plastic.post_counts + i);
  let mark = post_mark(i, n);
  let earlier = post_mark(i, n - 1u);
  var spiked = NEVER;
  if (n != 0u) { spiked = step_at(earlier); }
  keep_post(mark, earlier, spiked, i32(step) - spiked);
  put(mark, step);
  put(plastic.post_counts + i, n + 1u);
  let head = plastic.post_heads + i * plastic.head_words;
  put(head, n + 1u);
  put(head + 2u, word(head + 1u));
  put(head + 1u, step);
  for (var t = 1u; t < plastic.post_words; t++) { put(head + 2u + t, word(mark + t)); }
  if (n + 1u - word(plastic.post_done + i) > plastic.depth - run.window_steps - 2u) { put(WANTED, end); }
}
