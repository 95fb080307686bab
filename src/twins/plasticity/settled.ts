import { Plastic, SETTLED, WANTED } from "../lib/plastic.ts";
import { rangeOf, type Share } from "../lib/share.ts";
import { windowEnd } from "./settle.ts";

/** Arguments of the settled kernel in the order of its bindings. */
export type SettledTwin = (
  run: Uint32Array,
  window: Uint32Array,
  plastic: Uint32Array,
  histories: Uint32Array,
  control: Uint32Array,
) => void;

/** Twin of shaders/plasticity/settled.wgsl: after `settle`, notes how far all synapses are, and which spikes none waits for any more. */
export function settledTwin(share: Share): SettledTwin {
  return (run, window, plastic, histories, control) => {
    const end = windowEnd(run, window, control);
    if (histories[WANTED] !== end) return;
    if (share.index === 0) histories[SETTLED] = end;
    // What was gathered has been used.
    histories.fill(0, ...part(plastic[Plastic.totals], plastic[Plastic.total_words], share));
    const depth = plastic[Plastic.depth];
    const [from, to] = rangeOf(plastic[Plastic.targets] * plastic[Plastic.instances], share);
    for (let i = from; i < to && plastic[Plastic.post_words] > 0; i++) {
      const count = histories[plastic[Plastic.post_counts] + i];
      let n = count;
      const marks = plastic[Plastic.post_marks] + i * depth * plastic[Plastic.post_words];
      while (
        n > 0 &&
        count - n < depth &&
        histories[marks + ((n - 1) & (depth - 1)) * plastic[Plastic.post_words]] + plastic[Plastic.longest] >= end
      )
        n--;
      histories[plastic[Plastic.post_done] + i] = n;
    }
  };
}

function part(at: number, words: number, share: Share): [number, number] {
  const [from, to] = rangeOf(words, share);
  return [at + from, at + to];
}
