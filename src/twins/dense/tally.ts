import { Clock, validOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

/** Numbers of a row of `history` before the layers' rates: mean loss, hits, examples. */
export const HISTORY_COLUMNS = 3;

export interface TallyShape {
  /** Examples of a whole batch. */
  readonly whole: number;
  /** Layers whose spikes are counted. */
  readonly layers: number;
}

/** Twin of shaders/dense/tally.wgsl; losses and hits (whole), spikes (layers x whole), sizes (layers), history (batches x (3 + layers)). */
export function tally(
  { whole, layers }: TallyShape,
  losses: Floats,
  hits: Floats,
  spikes: Floats,
  sizes: Floats,
  clock: Uint32Array,
  history: Floats,
): void {
  const cursor = clock[Clock.cursor];
  const count = validOf(clock, whole);
  const row = cursor * (HISTORY_COLUMNS + layers);
  const sumOf = (values: Floats, from: number) => {
    let sum = 0;
    for (let b = from; b < from + count; b++) sum += values[b];
    return sum;
  };
  const loss = sumOf(losses, 0);
  history[row] = loss / count;
  history[row + 1] = sumOf(hits, 0);
  history[row + 2] = count;
  for (let layer = 0; layer < layers; layer++)
    history[row + HISTORY_COLUMNS + layer] = sumOf(spikes, layer * whole) / (count * sizes[layer]);
  if (!Number.isFinite(Math.fround(loss))) clock[Clock.halted] = cursor + 1;
}
