/** Twin of shaders/lib/plastic.wgsl: the words of `struct Plastic`, one plastic projection (and one page of its synapses) each. */
export const Plastic = {
  /** Global index of the first neuron of each side, and how many there are in one network. */
  source_first: 0,
  sources: 1,
  target_first: 2,
  targets: 3,
  /** Spikes kept of a neuron, a power of two, and words of each on either side: its step, then the traces after it. */
  depth: 4,
  pre_words: 5,
  post_words: 6,
  /** In `histories`: spikes noted so far of each neuron; of targets, those that no synapse waits for any more; and the spikes kept. */
  pre_counts: 7,
  post_counts: 8,
  post_done: 9,
  pre_marks: 10,
  post_marks: 11,
  /** A synapse's first word is delay << target_bits | target; its words. */
  target_bits: 12,
  synapse_words: 13,
  /** Cell of target 0 in the ring. */
  first_cell: 14,
  /** Synapses [first, end) of all are in the page bound. */
  page_first: 15,
  page_end: 16,
  row_parts: 17,
  /** Steps a spike of the target takes to the synapse: delayed * delay - advance. */
  delayed: 18,
  advance: 19,
  /** The longest of them. */
  longest: 20,
  /** Steps between two calls of on_step, 0: none. */
  every: 21,
  /** Quanta per unit of weight, as float bits; largest size a weight may have. */
  scale: 22,
  most: 23,
  /** In `control`: first step at which a weight was out of bounds. */
  fault: 24,
  /** Threads of a team that serves a spike, and pieces that the longest row is worth cutting into. */
  lanes: 25,
  pieces: 26,
  /** In `histories`, of each neuron of the side: totals in fixed point, and their scale as float bits. */
  totals: 27,
  total_scale: 28,
  total_words: 29,
  /** Networks side by side, and the neurons of each; `sources` and `targets` are those of one. */
  instances: 30,
  stride: 31,
  /** Steps that a modulator's values are kept for; 0: nothing is modulated. */
  series: 32,
  /** Steps between two times at which all synapses must be up to date for what is done beside the rule; 0: none. */
  also_every: 33,
  /**
   * In `histories`: of each target its count, the steps of its last two spikes and the traces after the last, in so many words, a multiple
   * of 4: what most events need of it lies together.
   */
  post_heads: 34,
  head_words: 35,
} as const;
/** Words of `struct Plastic`. */
export const PLASTIC_WORDS = 36;

/** First words of `histories`: up to which step all synapses have had what reached them, and up to which they are asked to. */
export const SETTLED = 0;
export const WANTED = 1;
export const HEADER_WORDS = 4;

/** A step before the first. */
export const NEVER = -1;

/** Index of a neuron among those of one side, all networks together, or -1 where it is not of that side. */
export function placeOf(plastic: Uint32Array, neuron: number, first: number, size: number): number {
  const behind = neuron - first;
  if (behind < 0) return -1;
  const instance = Math.floor(behind / plastic[Plastic.stride]);
  const i = behind - instance * plastic[Plastic.stride];
  return i < size && instance < plastic[Plastic.instances] ? instance * size + i : -1;
}

/** Where spike number `spike` of source `i` is kept in `histories`: its step, then the traces after it. */
export function preMark(plastic: Uint32Array, i: number, spike: number): number {
  const depth = plastic[Plastic.depth];
  return plastic[Plastic.pre_marks] + (i * depth + (spike & (depth - 1))) * plastic[Plastic.pre_words];
}

/** The same of target `i`. */
export function postMark(plastic: Uint32Array, i: number, spike: number): number {
  const depth = plastic[Plastic.depth];
  return plastic[Plastic.post_marks] + (i * depth + (spike & (depth - 1))) * plastic[Plastic.post_words];
}

/** A weight in the ring's fixed point. */
export function quanta(weight: number, scale: number): number {
  return Math.floor(Math.fround(Math.fround(weight * scale) + 0.5));
}

export function floatAt(words: Uint32Array, at: number, scratch: Float32Array): number {
  new Uint32Array(scratch.buffer)[0] = words[at];
  return scratch[0];
}
