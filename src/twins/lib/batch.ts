/** Twin of shaders/lib/batch.wgsl: the words of `clock`. */
export const Clock = { cursor: 0, halted: 1, epoch: 2, examples: 3 } as const;
export const CLOCK_WORDS = 4;

/** Which examples of a pass a part of a batch has. */
export interface BatchPart {
  /** Examples of a whole batch, and of this part from `first` on. */
  readonly whole: number;
  readonly batch: number;
  readonly first: number;
}

/** Place in the pass's order of example `b` of a part; past the end there is none. */
export function placeOf(clock: Uint32Array, { whole, first }: BatchPart, b: number): number {
  return clock[Clock.cursor] * whole + first + b;
}

/** Examples in this batch: fewer than `whole` in the last one. */
export function validOf(clock: Uint32Array, whole: number): number {
  return Math.min(whole, clock[Clock.examples] - clock[Clock.cursor] * whole);
}
