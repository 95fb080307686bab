import { allToAll, drawnRows, jumps, oneToOne, powersOf, type RowContext, type RowRule } from "../../twins/lib/generate.ts";
import { philox4x32 } from "../../twins/lib/philox.ts";
import type { Prepared } from "../prepare.ts";
import type { ResolvedRule } from "../resolved.ts";

type Kind = ResolvedRule["kind"];
type RuleOf<K extends Kind> = Extract<ResolvedRule, { kind: K }>;

/** Which sources, by their index in the population, rows are wanted of: [from, to). */
type Sources = readonly [from: number, to: number];

/** Rows of a projection, those of `sources`; memory beyond the rows themselves is said at each rule. */
export function rowRule(rule: ResolvedRule, c: RowContext, prepared: Prepared, sources: Sources): RowRule {
  switch (rule.kind) {
    case "all_to_all":
      return allToAll(c);
    case "one_to_one":
      return oneToOne(c);
    case "fixed_outdegree":
      return drawnRows(c, () => rule.outdegree, !rule.multapses);
    case "fixed_total_number": {
      const { degrees = new Uint32Array(0) } = prepared;
      return drawnRows(c, (source) => degrees[source], !rule.multapses);
    }
    case "fixed_indegree":
      return fixedIndegree(rule, c, prepared, sources);
    case "pairwise_bernoulli":
      return jumps(c, rule.p === 0 ? new Float64Array(0) : powersOf(rule.p, c.targets));
    case "edges":
      return edges(rule, c, prepared, sources);
  }
}

/** Edges by source: `order[start[s - from] .. start[s - from + 1])` are the edges of source s, in rising order. */
interface Sorted {
  readonly start: Uint32Array;
  readonly order: Uint32Array;
}

/** Sorts those of the edges whose source is among `sources`: 4 bytes each. */
function bySource(sourceOf: Uint32Array, { degrees = new Uint32Array(0) }: Prepared, [from, to]: Sources): Sorted {
  const start = new Uint32Array(to - from + 1);
  for (let s = from; s < to; s++) start[s - from + 1] = start[s - from] + degrees[s];
  const order = new Uint32Array(start[to - from]);
  const next = start.slice();
  for (let e = 0; e < sourceOf.length; e++) {
    const source = sourceOf[e];
    if (source >= from && source < to) order[next[source - from]++] = e;
  }
  return { start, order };
}

/** Sources were drawn target by target: 8 bytes a synapse while building. */
function fixedIndegree(rule: RuleOf<"fixed_indegree">, c: RowContext, prepared: Prepared, sources: Sources): RowRule {
  const words = new Int32Array(4);
  const { stream } = c;
  const [key0, key1] = c.key;
  const degree = rule.indegree;
  const { start, order } = bySource(prepared.drawn ?? new Uint32Array(0), prepared, sources);
  return {
    row(source, row) {
      const s = source - sources[0];
      row.reserve(start[s + 1] - start[s]);
      for (let k = start[s]; k < start[s + 1]; k++) {
        const target = Math.floor(order[k] / degree);
        const j = order[k] - target * degree;
        if (!c.synapses.fixed) philox4x32(key0, key1, target, j, stream, 0, words);
        c.synapses.add(row, target, words[1], words[2], target, j, 0);
      }
    },
  };
}

/** Given edges, sorted by source: 4 bytes a synapse while building. */
function edges(rule: RuleOf<"edges">, c: RowContext, prepared: Prepared, sources: Sources): RowRule {
  const words = new Int32Array(4);
  const { start, order } = bySource(rule.source, prepared, sources);
  return {
    row(source, row) {
      const s = source - sources[0];
      row.reserve(start[s + 1] - start[s]);
      for (let k = start[s]; k < start[s + 1]; k++) {
        const e = order[k];
        if (!c.synapses.fixed) philox4x32(c.key[0], c.key[1], source, e, c.stream, 0, words);
        c.synapses.add(row, rule.target[e], words[1], words[2], source, e, e);
      }
    },
  };
}
