/** Twin of shaders/lib/window.wgsl: the words of `struct Run`, in order. */
export const Run = {
  end_step: 0,
  window_steps: 1,
  ring_slots: 2,
  cells: 3,
  neurons: 4,
  neuron_bits: 5,
  cell_bits: 6,
  queue_capacity: 7,
  seed_low: 8,
  seed_high: 9,
  workgroups: 10,
  tails_at: 11,
  steps_at: 12,
  normal_at: 13,
  per_thread: 14,
  page_synapses: 15,
  class_bits: 16,
  row_parts: 17,
  align: 18,
  settle: 19,
} as const;

/** Words of `struct Run`. */
export const RUN_WORDS = 20;

/** Steps a window covers that starts at step `first` with `tail` spikes in the queue. */
function stepsOf(run: Uint32Array, first: number, tail: number): number {
  let steps = Math.min(run[Run.window_steps], Math.max(run[Run.end_step], first) - first);
  const align = run[Run.align];
  if (align !== 0) steps = Math.min(steps, align - (first % align));
  return tail + run[Run.neurons] * steps <= run[Run.queue_capacity] ? steps : 0;
}

/** The window that a kernel is dispatched for: its first step, the queue's length at its start, the steps it covers. */
export function windowOf(
  run: Uint32Array,
  window: Uint32Array,
  control: Uint32Array,
): { readonly first: number; readonly begin: number; readonly steps: number } {
  const first = control[run[Run.steps_at] + window[0]];
  const begin = control[run[Run.tails_at] + window[0]];
  return { first, begin, steps: stepsOf(run, first, begin) };
}

/** The step at which it ends. */
export function windowEnd(run: Uint32Array, window: Uint32Array, control: Uint32Array): number {
  const { first, steps } = windowOf(run, window, control);
  return first + steps;
}

/** Twin of shaders/lib/close.wgsl: notes where the next window begins, at the queue's length. */
export function closeWindow(run: Uint32Array, window: Uint32Array, control: Uint32Array): void {
  control[run[Run.tails_at] + window[0] + 1] = control[0];
  control[run[Run.steps_at] + window[0] + 1] = windowEnd(run, window, control);
}
