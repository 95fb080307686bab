import type { Floats } from "../lib/floats.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface GatherShape {
  /** Units. */
  readonly rows: number;
  /** Elements of a row. */
  readonly stride: number;
  /** That go through one set of synapses. */
  readonly vectors: number;
  readonly sets: number;
  /** Of a synapse's word that name the source; the delay in steps above them. */
  readonly bits: number;
  /** Of the ring of signals: more than the longest delay. */
  readonly slots: number;
  /** Steps that the integrator is ahead of the clock: 0 or 1. */
  readonly ahead: number;
}

/** Twin of shaders/rate/gather.wgsl; starts (sets x rows, and the end), signals (slots x sets x vectors x stride), drive (sets x vectors x stride). */
export function gather(
  shape: GatherShape,
  clock: Uint32Array,
  starts: Uint32Array,
  sources: Uint32Array,
  weights: Floats,
  signals: Floats,
  drive: Floats,
): void {
  const { rows, stride, vectors, sets, slots, ahead } = shape;
  const count = sets * vectors * stride;
  const now = (clock[StepClock.step] + ahead) % slots;
  const add = slots === 1 ? direct(sources, weights, signals) : delayed(shape, now, count, sources, weights, signals);
  for (let vector = 0; vector < sets * vectors; vector++) {
    const first = Math.floor(vector / vectors) * rows;
    const at = vector * stride;
    for (let row = 0; row < rows; row++) drive[at + row] = add(starts[first + row], starts[first + row + 1], at);
  }
}

/** Sum over synapses [from, to) of a vector that begins at an element. */
type Add = (from: number, to: number, at: number) => number;

function direct(sources: Uint32Array, weights: Floats, signals: Floats): Add {
  return (from, to, at) => {
    let sum = 0;
    for (let s = from; s < to; s++) sum += weights[s] * signals[at + sources[s]];
    return sum;
  };
}

function delayed({ bits, slots }: GatherShape, now: number, count: number, sources: Uint32Array, weights: Floats, signals: Floats): Add {
  const mask = 2 ** bits - 1;
  // By delay: where the signals of so many steps ago begin.
  const begin = Float64Array.from({ length: slots }, (_, delay) => ((now - delay + slots) % slots) * count);
  return (from, to, at) => {
    let sum = 0;
    for (let s = from; s < to; s++) {
      const word = sources[s];
      sum += weights[s] * signals[begin[word >>> bits] + at + (word & mask)];
    }
    return sum;
  };
}
