import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface EquilibriumPropagationSettleShape {
  /** Batch x units. */
  readonly count: number;
  /** 0: the layer is put to 0; 1: a free step; 2: a nudged one. */
  readonly mode: number;
  /** 1: `clamped` is added to the drive. */
  readonly fixed: number;
  /** First state of the slot that is read, and of the one that is written. */
  readonly read_at: number;
  readonly write_at: number;
  readonly step: number;
  /** Of beta, in mode 2. */
  readonly sign: number;
}

/** Twin of shaders/local/equilibrium_propagation_settle.wgsl. */
export function equilibrium_propagation_settle(
  shape: EquilibriumPropagationSettleShape,
  clock: Uint32Array,
  betas: Floats,
  drive: Floats,
  clamped: Floats,
  targets: Floats,
  states: Floats,
): void {
  const { count, mode, fixed, read_at, write_at, step, sign } = shape;
  if (mode === 0) {
    states.fill(0, write_at, write_at + count);
    return;
  }
  const nudge = mode === 2 ? 2 * sign * betas[clock[Clock.cursor]] : 0;
  for (let i = 0; i < count; i++) {
    const s = states[read_at + i];
    let force = drive[i] - s;
    if (fixed !== 0) force += clamped[i];
    if (mode === 2) force -= nudge * (s - targets[i]);
    const next = s + step * force;
    states[write_at + i] = next < 0 ? 0 : next > 1 ? 1 : next;
  }
}
