export interface TickShape {
  /** To move on by. */
  readonly steps: number;
}

/** Twin of shaders/local/tick.wgsl. */
export function tick({ steps }: TickShape, clock: Uint32Array): void {
  clock[0] += steps;
}
