/** Arrays over a block of synapses in a thread's scratch memory: what is noted of them while they catch up. */

/** Synapses of a block: what is noted of them stays in the nearest cache. */
export const BLOCK = 512;
/** Bytes of an array over a block; four more: a group may reach beyond its end. */
export const ARRAY = 4 * (BLOCK + 4);

/** Where each array begins, in bytes. */
export const Note = {
  /** Where the spikes of the synapse's target are kept. */
  base: 0,
  /** Steps from there to the synapse. */
  shift: ARRAY,
  /** One past the newest spike that arrived, the steps of that and of the one before, the first that is still kept. */
  arrived: 2 * ARRAY,
  newest: 3 * ARRAY,
  previous: 4 * ARRAY,
  lowest: 5 * ARRAY,
  /** Spikes that are to be made up for. */
  pending: 6 * ARRAY,
  /** Step of the last event. */
  last: 7 * ARRAY,
  /** The list: places of the synapses that have any to make up for. */
  list: 8 * ARRAY,
  /** The target's traces after the newest spike, one array each. */
  traces: 9 * ARRAY,
} as const;

/** Traces there is room for. */
export const MOST_TRACES = 8;
/** Bytes of scratch memory that a stretch needs. */
export const STRETCH_BYTES = Note.traces + MOST_TRACES * ARRAY;
