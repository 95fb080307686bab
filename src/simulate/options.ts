import { CancelledError, InputError } from "../errors.ts";
import type { AdapterChoice, Target } from "../plan/target.ts";

export interface SimulationOptions {
  /** Default `auto`. */
  readonly adapter?: AdapterChoice;
  /** Largest page of synapses, bytes; default: what the adapter can bind. */
  readonly pageBytes?: number;
  /** Length of a submit aimed at, ms of wall-clock time; default 30. */
  readonly submitMs?: number;
  /** Steps a window may cover at most; default: the shortest delay. */
  readonly windowSteps?: number;
  /**
   * Threads of the `cpu` executor; results are the same for any number. Default: as many as the machine has cores, and one where the
   * network is too small to gain. A page must be cross-origin isolated for more than one.
   */
  readonly threads?: number;
  /** Called while the network is built, with the share done. */
  readonly progress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

export interface RunOptions {
  /** Called after each submit with the ms of model time done and the total. */
  readonly progress?: (done: number, total: number) => void;
  /** Stops at the end of a submit with CancelledError; the simulation can go on from there. */
  readonly signal?: AbortSignal;
}

/** The page size to build with: what was asked for, within what the target can bind. @throws InputError */
export function checkedPage(bytes: number, target: Target): number {
  if (!(bytes >= 1024)) throw new InputError("pageBytes", bytes, "must be 1024 or more");
  return Math.min(bytes, target.pageBytes);
}

/** Reports the share built, lets timers run, and stops a cancelled build. */
export function progressOf({ progress, signal }: SimulationOptions): (share: number) => Promise<void> {
  return async (share) => {
    progress?.(share);
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted) throw new CancelledError("cancelled while the network was built");
  };
}
