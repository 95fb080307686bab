import { Row } from "../lib/draw.ts";
import { allToAll, drawnRows, jumps, oneToOne, type RowRule } from "../lib/generate.ts";
import { contextOf, degreeOf, Head, Link, POPULATION_WORDS, PopulationWord, powersAt, RULES } from "../lib/links.ts";
import type { Share } from "../lib/share.ts";
import { closeWindow, Run, windowOf } from "../lib/window.ts";

/** Arguments of the propagate_procedural kernel in the order of its bindings; `slicing` and `slices` are for workgroups. */
type PropagateProceduralTwin = (
  run: Uint32Array,
  window: Uint32Array,
  slicing: Uint32Array,
  tables: Uint32Array,
  slices: Uint32Array,
  ring: Int32Array,
  control: Uint32Array,
  queue: Uint32Array,
) => void;

/** A population's first neuron and the rules its rows are drawn by. */
interface Rows {
  readonly first: number;
  readonly size: number;
  readonly rules: readonly RowRule[];
}

/** Twin of shaders/synapse/propagate_procedural.wgsl. Threads take spikes in turn; whoever draws a synapse adds it. */
export function propagateProceduralTwin(share: Share): PropagateProceduralTwin {
  const row = new Row();
  let known: Uint32Array | undefined;
  let populations: Rows[] = [];
  return (run, window, _slicing, tables, _slices, ring, control, queue) => {
    if (known !== tables) {
      known = tables;
      populations = rowsOf(tables);
    }
    const { first, begin } = windowOf(run, window, control);
    if (share.index === 0) closeWindow(run, window, control);
    const mask = (1 << run[Run.neuron_bits]) - 1;
    for (let s = begin + share.index; s < control[0]; s += share.count) {
      const neuron = queue[s] & mask;
      const population = populations.findLast(({ first }) => first <= neuron) as Rows;
      row.length = 0;
      for (const rule of population.rules) rule.row(neuron - population.first, row);
      const slot = (first + (queue[s] >>> run[Run.neuron_bits])) % run[Run.ring_slots];
      if (share.count === 1) deliver(run, row, slot, ring);
      else deliverTogether(run, row, slot, ring);
    }
  };
}

function rowsOf(tables: Uint32Array): Rows[] {
  return Array.from({ length: tables[Head.populations] }, (_, p) => {
    const at = tables[Head.populations_at] + POPULATION_WORDS * p;
    const list = tables[at + PopulationWord.outgoing_at];
    const links = tables.subarray(list, list + tables[at + PopulationWord.outgoing]);
    return {
      first: tables[at + PopulationWord.first],
      size: tables[at + PopulationWord.size],
      rules: Array.from(links, (link) => ruleOf(tables, link)),
    };
  });
}

function ruleOf(tables: Uint32Array, link: number): RowRule {
  const context = contextOf(tables, link);
  switch (RULES[tables[link + Link.rule]]) {
    case "all_to_all":
      return allToAll(context);
    case "one_to_one":
      return oneToOne(context);
    case "pairwise_bernoulli":
      return jumps(context, powersAt(tables, link));
    default:
      return drawnRows(context, (source) => degreeOf(tables, link, source), false);
  }
}

function deliver(run: Uint32Array, { length, cell, weight, delay }: Row, slot: number, ring: Int32Array): void {
  const slots = run[Run.ring_slots];
  const cells = run[Run.cells];
  for (let k = 0; k < length; k++) {
    const due = slot + delay[k];
    const at = (due >= slots ? due - slots : due) * cells + cell[k];
    ring[at] = (ring[at] + weight[k]) | 0;
  }
}

/** The same where other threads add to the ring. */
function deliverTogether(run: Uint32Array, { length, cell, weight, delay }: Row, slot: number, ring: Int32Array): void {
  const slots = run[Run.ring_slots];
  const cells = run[Run.cells];
  for (let k = 0; k < length; k++) {
    const due = slot + delay[k];
    Atomics.add(ring, (due >= slots ? due - slots : due) * cells + cell[k], weight[k]);
  }
}
