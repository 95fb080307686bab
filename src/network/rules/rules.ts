import { mulhi, philox4x32, Stream, streamOf } from "../../twins/lib/philox.ts";
import type { ResolvedProjection, ResolvedRule } from "../resolved.ts";
import type { Row, Synapses } from "./row.ts";

/** One projection's rows: appends the synapses of one source neuron (index in its population). */
export interface RowRule {
  row(source: number, row: Row): void;
}

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
  switch (rule.kind) {
    case "all_to_all":
      return allToAll(rule, context);
    case "one_to_one":
      return oneToOne(context);
    case "fixed_outdegree":
      return drawnRows(context, () => rule.outdegree, rule);
    case "fixed_total_number": {
      const degrees = totalDegrees(rule, context);
      return drawnRows(context, (source) => degrees[source], rule);
    }
    case "fixed_indegree":
      return fixedIndegree(rule, context);
    case "pairwise_bernoulli":
      return pairwiseBernoulli(rule, context);
    case "edges":
      return edges(rule, context);
  }
}

function allToAll(rule: RuleOf<"all_to_all">, c: RuleContext): RowRule {
  const words = new Int32Array(4);
  const stream = streamOf(Stream.rows, c.index);
  const skip = c.same && !rule.autapses;
  return {
    row(source, row) {
      row.reserve(c.targets);
      let ordinal = source * (skip ? c.targets - 1 : c.targets);
      for (let target = 0; target < c.targets; target++) {
        if (skip && target === source) continue;
        if (!c.synapses.fixed) philox4x32(c.key[0], c.key[1], source, target, stream, 0, words);
        c.synapses.add(row, target, words[1], words[2], source, target, ordinal++);
      }
    },
  };
}

function oneToOne(c: RuleContext): RowRule {
  const words = new Int32Array(4);
  const stream = streamOf(Stream.rows, c.index);
  return {
    row(source, row) {
      row.reserve(1);
      philox4x32(c.key[0], c.key[1], source, 0, stream, 0, words);
      c.synapses.add(row, source, words[1], words[2], source, 0, source);
    },
  };
}

/** Rows of a known length whose targets are drawn one by one: fixed_outdegree, and fixed_total_number once its sources are drawn. */
function drawnRows(
  c: RuleContext,
  degree: (source: number) => number,
  rule: { readonly autapses: boolean; readonly multapses: boolean },
): RowRule {
  const words = new Int32Array(4);
  const stream = streamOf(Stream.rows, c.index);
  const [key0, key1] = c.key;
  const barSelf = c.same && !rule.autapses;
  const taken = rule.multapses ? undefined : new Int32Array(c.targets).fill(-1);
  const refused = (source: number, target: number) => (barSelf && target === source) || (taken !== undefined && taken[target] === source);
  const picky = barSelf || taken !== undefined;
  return {
    row(source, row) {
      const n = degree(source);
      row.reserve(n);
      for (let j = 0; j < n; j++) {
        philox4x32(key0, key1, source, j, stream, 0, words);
        const word1 = words[1];
        const word2 = words[2];
        let target = mulhi(words[0], c.targets);
        for (let attempt = 1; picky && refused(source, target); attempt++) {
          philox4x32(key0, key1, source, j, stream, attempt, words);
          target = mulhi(words[0], c.targets);
        }
        if (taken) taken[target] = source;
        c.synapses.add(row, target, word1, word2, source, j, 0);
      }
    },
  };
}

/**
 * Out-degrees of fixed_total_number: the histogram of `n` drawn sources. Without multapses a source is accepted with the share of
 * its targets still free, which makes every set of distinct pairs equally likely. 4 bytes a source neuron.
 */
function totalDegrees(rule: RuleOf<"fixed_total_number">, c: RuleContext): Uint32Array {
  const degrees = new Uint32Array(c.sources);
  const words = new Int32Array(4);
  const stream = streamOf(Stream.sources, c.index);
  const room = c.targets - (c.same && !rule.autapses ? 1 : 0);
  if (rule.multapses) {
    for (let m = 0; m < rule.n; m++) {
      if ((m & 3) === 0) philox4x32(c.key[0], c.key[1], m / 4, 0, stream, 0, words);
      degrees[mulhi(words[m & 3], c.sources)]++;
    }
    return degrees;
  }
  for (let m = 0; m < rule.n; m++) {
    for (let attempt = 0; ; attempt++) {
      philox4x32(c.key[0], c.key[1], m, 1, stream, attempt, words);
      const source = mulhi(words[0], c.sources);
      if (mulhi(words[1], room) >= room - degrees[source]) continue;
      degrees[source]++;
      break;
    }
  }
  return degrees;
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
function fixedIndegree(rule: RuleOf<"fixed_indegree">, c: RuleContext): RowRule {
  const words = new Int32Array(4);
  const stream = streamOf(Stream.rows, c.index);
  const [key0, key1] = c.key;
  const degree = rule.indegree;
  const barSelf = c.same && !rule.autapses;
  const taken = rule.multapses ? undefined : new Int32Array(c.sources).fill(-1);
  const drawn = new Uint32Array(degree * c.targets);
  for (let target = 0; target < c.targets; target++) {
    for (let j = 0; j < degree; j++) {
      let source = 0;
      for (let attempt = 0; ; attempt++) {
        philox4x32(key0, key1, target, j, stream, attempt, words);
        source = mulhi(words[0], c.sources);
        if (barSelf && source === target) continue;
        if (taken === undefined || taken[source] !== target) break;
      }
      if (taken) taken[source] = target;
      drawn[target * degree + j] = source;
    }
  }
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

/** Jumps from target to target by geometric gaps, found bit by bit from powers of 1 - p in units of 2^-32. */
function pairwiseBernoulli(rule: RuleOf<"pairwise_bernoulli">, c: RuleContext): RowRule {
  const words = new Int32Array(4);
  const stream = streamOf(Stream.rows, c.index);
  const barSelf = c.same && !rule.autapses;
  const bits = 32 - Math.clz32(c.targets);
  const powers = Float64Array.from({ length: bits }, (_, i) => Math.floor((1 - rule.p) ** (2 ** i) * 2 ** 32));
  return {
    row(source, row) {
      if (rule.p === 0) return;
      let target = -1;
      for (let j = 0; ; j++) {
        philox4x32(c.key[0], c.key[1], source, j, stream, 0, words);
        target += 1 + gap(words[0] >>> 0, powers);
        if (target >= c.targets) return;
        if (barSelf && target === source) continue;
        row.reserve(1);
        c.synapses.add(row, target, words[1], words[2], source, j, 0);
      }
    },
  };
}

/** The largest g with word < (1 - p)^g: misses before the next hit. `powers[i]` is (1 - p)^(2^i) in units of 2^-32. */
function gap(word: number, powers: Float64Array): number {
  let g = 0;
  let product = 2 ** 32;
  for (let i = powers.length - 1; i >= 0; i--) {
    const next = product === 2 ** 32 ? powers[i] : mulhi(product, powers[i]) >>> 0;
    if (word >= next) continue;
    product = next;
    g += 2 ** i;
  }
  return g;
}

/** Given edges, sorted by source: 4 bytes a synapse while building. */
function edges(rule: RuleOf<"edges">, c: RuleContext): RowRule {
  const words = new Int32Array(4);
  const stream = streamOf(Stream.rows, c.index);
  const { start, order } = bySource(rule.source.length, c.sources, (e) => rule.source[e]);
  return {
    row(source, row) {
      row.reserve(start[source + 1] - start[source]);
      for (let k = start[source]; k < start[source + 1]; k++) {
        const e = order[k];
        if (!c.synapses.fixed) philox4x32(c.key[0], c.key[1], source, e, stream, 0, words);
        c.synapses.add(row, rule.target[e], words[1], words[2], source, e, e);
      }
    },
  };
}
