import type { Plan } from "./plan.ts";

/** What one submit left behind, in the host's hands. */
export interface Batch {
  /** Windows that were asked for; those that found the run over, or too little room in the queue, have no steps. */
  readonly windows: number;
  readonly control: Uint32Array;
  /** Spikes: the first `control[0]` entries, each a step in its window above the bits of the neuron's index. */
  readonly queue: Uint32Array;
  readonly traces: Float32Array;
}

/** One window of a submit: its first step, how many it covered, and its spikes in any order, a part of the queue. */
interface BatchWindow {
  readonly first: number;
  readonly steps: number;
  readonly spikes: Uint32Array;
}

export function* windowsOf({ windows, control, queue }: Batch, { tailsAt, stepsAt }: Plan): Generator<BatchWindow> {
  for (let w = 0; w < windows; w++) {
    const first = control[stepsAt + w];
    const spikes = queue.subarray(control[tailsAt + w], control[tailsAt + w + 1]);
    yield { first, steps: control[stepsAt + w + 1] - first, spikes };
  }
}

/** The steps [from, to) that a submit covered. */
export function reachOf({ windows, control }: Batch, { stepsAt }: Plan): { from: number; to: number } {
  return { from: control[stepsAt], to: control[stepsAt + windows] };
}
