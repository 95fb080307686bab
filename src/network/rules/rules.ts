import {
  allToAll,
  columns,
  drawnRows,
  jumps,
  oneToOne,
  powersOf,
  type RowContext,
  type RowRule,
  totalDegrees,
} from "../../twins/lib/generate.ts";
import { philox4x32, Stream, streamOf } from "../../twins/lib/philox.ts";
import type { ResolvedProjection, ResolvedRule } from "../resolved.ts";
import type { Synapses } from "./row.ts";

export type { RowRule } from "../../twins/lib/generate.ts";

/** What every rule needs to know of its projection. */
export interface RuleContext {
  readonly key: readonly [number, number];
  /** Index of the projection in the description: part of its streams' numbers. */
  readonly index: number;
  readonly sources: number;
  readonly targets: number;
  /** Source and target are one population. */
  readonly same: boolean;
  readonly synapses: Synapses;
}

type Kind = ResolvedRule["kind"];
type RuleOf<K extends Kind> = Extract<ResolvedRule, { kind: K }>;

/** The rows of a projection; memory beyond the rows themselves is said at each rule. */
export function rowRule(projection: ResolvedProjection, context: RuleContext): RowRule {
  const { rule } = projection;
  const c: RowContext = {
    ...context,
    stream: streamOf(Stream.rows, context.index),
    barSelf: context.same && "autapses" in rule && !rule.autapses,
  };
  switch (rule.kind) {
    case "all_to_all":
      return allToAll(c);
    case "one_to_one":
      return oneToOne(c);
    case "fixed_outdegree":
      return drawnRows(c, () => rule.outdegree, !rule.multapses);
    case "fixed_total_number": {
      // 4 bytes a source neuron.
      const degrees = totalDegrees({ ...c, stream: streamOf(Stream.sources, context.index) }, rule.n, !rule.multapses);
      return drawnRows(c, (source) => degrees[source], !rule.multapses);
    }
    case "fixed_indegree":
      return fixedIndegree(rule, c);
    case "pairwise_bernoulli":
      return jumps(c, rule.p === 0 ? new Float64Array(0) : powersOf(rule.p, c.targets));
    case "edges":
      return edges(rule, c);
  }
}

/** Sorts `count` edges by source: `order[start[s] .. start[s + 1])` are the edges of source s, in rising order. */
function bySource(count: number, sources: number, sourceOf: (edge: number) => number): { start: Uint32Array; order: Uint32Array } {
  const start = new Uint32Array(sources + 1);
  for (let e = 0; e < count; e++) start[sourceOf(e) + 1]++;
  for (let s = 0; s < sources; s++) start[s + 1] += start[s];
  const order = new Uint32Array(count);
  const next = start.slice();
  for (let e = 0; e < count; e++) order[next[sourceOf(e)]++] = e;
  return { start, order };
}

/** Sources are drawn target by target, then sorted: 8 bytes a synapse while building. */
function fixedIndegree(rule: RuleOf<"fixed_indegree">, c: RowContext): RowRule {
  const words = new Int32Array(4);
  const { stream } = c;
  const [key0, key1] = c.key;
  const degree = rule.indegree;
  const column = columns(c, degree, !rule.multapses);
  const drawn = new Uint32Array(degree * c.targets);
  for (let target = 0; target < c.targets; target++) column(target, drawn, target * degree);
  const { start, order } = bySource(drawn.length, c.sources, (e) => drawn[e]);
  return {
    row(source, row) {
      row.reserve(start[source + 1] - start[source]);
      for (let k = start[source]; k < start[source + 1]; k++) {
        const target = Math.floor(order[k] / degree);
        const j = order[k] - target * degree;
        if (!c.synapses.fixed) philox4x32(key0, key1, target, j, stream, 0, words);
        c.synapses.add(row, target, words[1], words[2], target, j, 0);
      }
    },
  };
}

/** Given edges, sorted by source: 4 bytes a synapse while building. */
function edges(rule: RuleOf<"edges">, c: RowContext): RowRule {
  const words = new Int32Array(4);
  const { start, order } = bySource(rule.source.length, c.sources, (e) => rule.source[e]);
  return {
    row(source, row) {
      row.reserve(start[source + 1] - start[source]);
      for (let k = start[source]; k < start[source + 1]; k++) {
        const e = order[k];
        if (!c.synapses.fixed) philox4x32(c.key[0], c.key[1], source, e, c.stream, 0, words);
        c.synapses.add(row, rule.target[e], words[1], words[2], source, e, e);
      }
    },
  };
}
