/** Twin of shaders/lib/selective_scan.wgsl: what the passes of a selective scan share. */
export interface SelectiveScanShape {
  readonly steps: number;
  /** Steps of a chunk, but for the last. */
  readonly chunk: number;
  readonly batch: number;
  readonly channels: number;
  readonly states: number;
  /** 1: there is a gate. */
  readonly gated: number;
  /** 1: it begins with a state of 0. */
  readonly fresh: number;
}

export function chunksOf({ steps, chunk }: Pick<SelectiveScanShape, "steps" | "chunk">): number {
  return Math.ceil(steps / chunk);
}
