import type { Share } from "../lib/share.ts";
import { Run } from "../lib/window.ts";

/** Arguments of the count kernel in the order of its bindings; `source`: its first neuron, its size. */
type CountTwin = (
  run: Uint32Array,
  window: Uint32Array,
  source: Uint32Array,
  cells: Uint32Array,
  counts: Uint32Array,
  control: Uint32Array,
  queue: Uint32Array,
) => void;

/** Twin of shaders/coupling/count.wgsl; one thread does it all. */
export function countTwin(share: Share): CountTwin {
  return (run, window, source, cells, counts, control, queue) => {
    if (share.index !== 0) return;
    const mask = 2 ** run[Run.neuron_bits] - 1;
    const [first, size] = source;
    for (let s = control[run[Run.tails_at] + window[0]]; s < control[0]; s++) {
      const i = (queue[s] & mask) - first;
      if (i >= 0 && i < size) counts[cells[i]]++;
    }
  };
}
