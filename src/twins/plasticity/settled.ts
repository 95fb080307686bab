import { Plastic, postMark, SETTLED, WANTED } from "../lib/plastic.ts";
import { rangeOf, type Share } from "../lib/share.ts";
import { windowEnd } from "../lib/window.ts";

/** Arguments of the settled kernel in the order of its bindings. */
type SettledTwin = (run: Uint32Array, window: Uint32Array, plastic: Uint32Array, histories: Uint32Array, control: Uint32Array) => void;

/** A twin's own word that it has nothing to do. */
export interface Idle<T extends (...args: never[]) => void> {
  readonly idle: (...args: Parameters<T>) => boolean;
}

/** Twin of shaders/plasticity/settled.wgsl: after `settle`, notes how far all synapses are, and which spikes none waits for any more. */
export function settledTwin(share: Share): SettledTwin & Idle<SettledTwin> {
  // Who asks does so in `note`, before all have waited.
  const idle: Idle<SettledTwin>["idle"] = (run, window, _plastic, histories, control) =>
    histories[WANTED] !== windowEnd(run, window, control);
  const settled: SettledTwin = (run, window, plastic, histories, control) => {
    if (idle(run, window, plastic, histories, control)) return;
    const end = windowEnd(run, window, control);
    if (share.index === 0) histories[SETTLED] = end;
    // What was gathered has been used.
    histories.fill(0, ...part(plastic[Plastic.totals], plastic[Plastic.total_words], share));
    const depth = plastic[Plastic.depth];
    const [from, to] = rangeOf(plastic[Plastic.targets] * plastic[Plastic.instances], share);
    for (let i = from; i < to && plastic[Plastic.post_words] > 0; i++) {
      const count = histories[plastic[Plastic.post_counts] + i];
      let n = count;
      while (n > 0 && count - n < depth && histories[postMark(plastic, i, n - 1)] + plastic[Plastic.longest] >= end) n--;
      histories[plastic[Plastic.post_done] + i] = n;
    }
  };
  return Object.assign(settled, { idle });
}

function part(at: number, words: number, share: Share): [number, number] {
  const [from, to] = rangeOf(words, share);
  return [at + from, at + to];
}
