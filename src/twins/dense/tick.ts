import { Clock } from "../lib/batch.ts";

export interface TickShape {
  /** Batches to move on by. */
  readonly batches: number;
}

/** Twin of shaders/dense/tick.wgsl. */
export function tick({ batches }: TickShape, clock: Uint32Array): void {
  if (clock[Clock.halted] === 0) clock[Clock.cursor] += batches;
}
