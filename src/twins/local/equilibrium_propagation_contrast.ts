import { Clock, validOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface EquilibriumPropagationContrastShape {
  readonly batch: number;
  readonly units: number;
  /** First state of the phase with +beta, and of the other one. */
  readonly first_at: number;
  readonly other_at: number;
  /** Betas between the phases: 1 or 2. */
  readonly span: number;
}

/** Twin of shaders/local/equilibrium_propagation_contrast.wgsl: differences and means (batch x units). */
export function equilibrium_propagation_contrast(
  { batch, units, first_at, other_at, span }: EquilibriumPropagationContrastShape,
  clock: Uint32Array,
  betas: Floats,
  states: Floats,
  differences: Floats,
  means: Floats,
): void {
  const examples = validOf(clock, batch);
  const share = -1 / (span * betas[clock[Clock.cursor]] * examples);
  const valid = examples * units;
  for (let i = 0; i < batch * units; i++) {
    const s = states[first_at + i];
    const other = states[other_at + i];
    differences[i] = i < valid ? share * (s - other) : 0;
    means[i] = 0.5 * (s + other);
  }
}
