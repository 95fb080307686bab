import type { Floats } from "../lib/floats.ts";

export interface DifferenceShape {
  readonly count: number;
}

/** Twin of shaders/local/difference.wgsl: out = left - right. */
export function difference({ count }: DifferenceShape, left: Floats, right: Floats, out: Floats): void {
  for (let i = 0; i < count; i++) out[i] = left[i] - right[i];
}
