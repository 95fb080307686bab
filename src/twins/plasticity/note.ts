import { NEVER, Plastic, placeOf, postMark, preMark, SETTLED, WANTED } from "../lib/plastic.ts";
import { rangeOf, type Share } from "../lib/share.ts";
import { type TracePlaces, Traces } from "../lib/traces.ts";
import { Run, windowOf } from "../lib/window.ts";
import type { TraceSpec } from "./rule.ts";

/** The traces a rule keeps of either side. */
export interface NoteSpec {
  readonly pre: readonly TraceSpec[];
  readonly post: readonly TraceSpec[];
  readonly prePlaces: TracePlaces;
  readonly postPlaces: TracePlaces;
}

/** Arguments of the note kernel in the order of its bindings. */
type NoteTwin = (
  run: Uint32Array,
  window: Uint32Array,
  plastic: Uint32Array,
  rule: Float32Array,
  histories: Uint32Array,
  control: Uint32Array,
  queue: Uint32Array,
) => void;

/** Twin of shaders/plasticity/note.wgsl: keeps the window's spikes of the neurons that one thread owns. */
export function noteTwin(spec: NoteSpec, share: Share): NoteTwin {
  const pre = new Traces(spec.pre, spec.prePlaces);
  const post = new Traces(spec.post, spec.postPlaces);
  return (run, window, plastic, rule, histories, control, queue) => {
    const { first, begin, steps } = windowOf(run, window, control);
    const end = first + steps;
    const want = () => Atomics.store(histories, WANTED, end);
    if (share.index === 0 && wanted(run, plastic, histories, end)) want();
    const marks = new Float32Array(histories.buffer, histories.byteOffset, histories.length);
    const bits = run[Run.neuron_bits];
    const ownSources = rangeOf(plastic[Plastic.sources], share);
    const ownTargets = rangeOf(plastic[Plastic.targets], share);
    const room = plastic[Plastic.depth] - run[Run.window_steps] - 2;
    const owned = (i: number, size: number, [from, to]: readonly [number, number]) => i >= 0 && i % size >= from && i % size < to;
    const [sources, targets] = [plastic[Plastic.sources], plastic[Plastic.targets]];
    for (let s = begin; s < control[0]; s++) {
      const neuron = queue[s] & (2 ** bits - 1);
      const step = first + (queue[s] >>> bits);
      const source = placeOf(plastic, neuron, plastic[Plastic.source_first], sources);
      if (owned(source, sources, ownSources)) {
        const count = plastic[Plastic.pre_counts] + source;
        keep(pre, preMark, count, source, step, plastic, rule, histories, marks);
      }
      if (spec.post.length === 0) continue;
      const target = placeOf(plastic, neuron, plastic[Plastic.target_first], targets);
      if (!owned(target, targets, ownTargets)) continue;
      const count = plastic[Plastic.post_counts] + target;
      keep(post, postMark, count, target, step, plastic, rule, histories, marks);
      head(plastic, target, step, histories);
      if (histories[count] - histories[plastic[Plastic.post_done] + target] > room) want();
    }
  };
}

/** Notes the spike of target `i` just kept in its head. */
function head(plastic: Uint32Array, i: number, step: number, histories: Uint32Array): void {
  const words = plastic[Plastic.post_words];
  const at = plastic[Plastic.post_heads] + i * plastic[Plastic.head_words];
  const n = histories[plastic[Plastic.post_counts] + i];
  const mark = postMark(plastic, i, n - 1);
  histories[at] = n;
  histories[at + 2] = histories[at + 1];
  histories[at + 1] = step;
  for (let t = 1; t < words; t++) histories[at + 2 + t] = histories[mark + t];
}

/** Whether the clock, the host or what is kept of modulators asks for all synapses to be brought up to step `end`. */
function wanted(run: Uint32Array, plastic: Uint32Array, histories: Uint32Array, end: number): boolean {
  if (histories[SETTLED] >= end) return false;
  const every = plastic[Plastic.every];
  const series = plastic[Plastic.series];
  if (series !== 0 && end + run[Run.window_steps] - histories[SETTLED] >= series) return true;
  const also = plastic[Plastic.also_every];
  return (run[Run.settle] !== 0 && end === run[Run.end_step]) || (every !== 0 && end % every === 0) || (also !== 0 && end % also === 0);
}

/** Appends a spike to what is kept of neuron `i` at `markOf`, whose spikes are counted at `count`. */
function keep(
  traces: Traces,
  markOf: typeof preMark,
  count: number,
  i: number,
  step: number,
  plastic: Uint32Array,
  rule: Float32Array,
  histories: Uint32Array,
  marks: Float32Array,
): void {
  const n = histories[count];
  const mark = markOf(plastic, i, n);
  const before = markOf(plastic, i, n - 1);
  if (n === 0) traces.at(rule, marks, NEVER, 0);
  else traces.at(rule, marks, before, step - histories[before]);
  histories[mark] = step;
  traces.keep(marks, mark);
  histories[count] = n + 1;
}
