import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface GradientRecordShape {
  /** Parts of the sum of squares. */
  readonly sums: number;
}

/** Twin of shaders/cell/gradient_record.wgsl; squares (sums), kept (batches x 2). */
export function gradient_record({ sums }: GradientRecordShape, clock: Uint32Array, squares: Floats, strength: Floats, kept: Floats): void {
  let sum = 0;
  for (let i = 0; i < sums; i++) sum += squares[i];
  kept[2 * clock[Clock.cursor]] = Math.sqrt(sum);
  kept[2 * clock[Clock.cursor] + 1] = strength[0];
}
