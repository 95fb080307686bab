// What every kernel of a window knows. A window is the next `window_steps` steps or fewer: it stops at `end_step`, and does nothing
// at all when the queue might not hold its spikes, so that none is ever dropped; the host drains the queue and goes on.
// Twin: src/twins/lib/window.ts.

struct Run {
  end_step: u32,
  window_steps: u32,
  ring_slots: u32,
  cells: u32,          // receptors * neurons: one ring slot
  neurons: u32,
  neuron_bits: u32,    // a queue entry is (step in window) << neuron_bits | neuron
  cell_bits: u32,      // a synapse is delay << cell_bits | cell, its weight behind it or (class_bits) in a table
  queue_capacity: u32,
  seed_low: u32,
  seed_high: u32,
  workgroups: u32,     // of the update kernel
  tails_at: u32,       // in control: queue length at the start of each window of this submit
  steps_at: u32,       // in control: first step of each window of this submit
  normal_at: u32,      // in tables: the normal deviates
  per_thread: u32,     // neurons a thread of the update kernel serves
  page_synapses: u32,
  class_bits: u32,     // of a synapse of one word, at its top; 0 with two words
  row_parts: u32,      // parts a row is cut into by target, one a thread of the CPU executor
  align: u32,          // windows end at its multiples, where synapses change by the clock; 0: anywhere
  settle: u32,         // 1: the window that ends at end_step leaves all plastic synapses up to date
}

struct Window {
  index: u32,  // in this submit
}

// Steps this window covers, from its first step and the queue's length at its start.
fn steps_of(first: u32, tail: u32) -> u32 {
  let left = max(run.end_step, first) - first;
  var steps = min(run.window_steps, left);
  if (run.align != 0u) { steps = min(steps, run.align - first % run.align); }
  return select(0u, steps, tail + run.neurons * steps <= run.queue_capacity);
}
