/** What a thread's compiled twins have of the memory to themselves, beside the buffers: places in bytes from its beginning. */
import { REMAINDER_BYTES } from "./neuron/remainder.ts";
import { STRETCH_BYTES } from "./plasticity/notes.ts";

/** Neuron-steps one call of a neuron model may cover: bounds the lists of spikes and drive, and keeps what it works on in the caches. */
export const CALL_NEURON_STEPS = 16384;

const LIST_BYTES = 4 * CALL_NEURON_STEPS;

/** Spikes of a call, and its drive. */
export const SPIKES_AT = 0;
export const DRIVE_AT = LIST_BYTES;
/** Room for CALL_NEURON_STEPS random words. */
export const WORDS_AT = 2 * LIST_BYTES;
/** The last neurons of a population that is no multiple of four. */
export const REMAINDER_AT = 3 * LIST_BYTES;
/** What is noted of plastic synapses. */
export const STRETCH_AT = REMAINDER_AT + REMAINDER_BYTES;

export const SCRATCH_BYTES = STRETCH_AT + STRETCH_BYTES;
