import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface SkaShape {
  readonly count: number;
  /** Over ln 2 and the examples. */
  readonly rate: number;
}

/** Twin of shaders/local/ska.wgsl. */
export function ska(
  { count, rate }: SkaShape,
  clock: Uint32Array,
  knowledge: Floats,
  decisions: Floats,
  terms: Floats,
  moves: Floats,
): void {
  for (let i = 0; i < count; i++) {
    const z = knowledge[i];
    const decision = 1 / (1 + Math.exp(Math.min(80, Math.max(-80, -z))));
    const shift = clock[Clock.cursor] === 0 ? 0 : decision - decisions[i];
    decisions[i] = decision;
    terms[i] = z * shift;
    moves[i] = rate * (z * decision * (1 - decision) + shift);
  }
}
