import { arrayOf } from "../threads/shared.ts";
import { columns, drawSources, totalDegrees } from "../twins/lib/generate.ts";
import { Stream } from "../twins/lib/philox.ts";
import { rangeOf, type Share } from "../twins/lib/share.ts";
import { type Blueprint, contextOf, type ProjectionPlan } from "./blueprint.ts";
import type { Tick } from "./together.ts";

/** What some rules must know of all their synapses before the first row can be drawn. */
export interface Prepared {
  /** Synapses of each source; absent where a row's length is known, or known only when it is drawn. */
  readonly degrees?: Uint32Array;
  /** fixed_indegree: source of each synapse, target by target. */
  readonly drawn?: Uint32Array;
}

/** Draws between two looks at whether to go on. */
const DRAWS = 2 ** 20;

export interface PrepareJob {
  readonly blueprint: Blueprint;
  /** One for each projection, all 0 at first; every thread adds its share. */
  readonly prepared: readonly Prepared[];
  readonly share: Share;
}

/** Room for what the rules of a network prepare: 4 bytes a source, and for fixed_indegree 4 a synapse. */
export function roomToPrepare({ populations, projections }: Blueprint, shared: boolean): Prepared[] {
  return projections.map(({ rule, source, target }) => {
    const degrees = () => arrayOf("u32", populations[source].size, shared, "the lengths of the rows");
    switch (rule.kind) {
      case "fixed_total_number":
      case "edges":
        return { degrees: degrees() };
      case "fixed_indegree":
        return { degrees: degrees(), drawn: arrayOf("u32", rule.indegree * populations[target].size, shared, "the synapses") };
      default:
        return {};
    }
  });
}

/** One thread's share of what comes before the rows. */
export async function prepare({ blueprint, prepared, share }: PrepareJob, tick: Tick): Promise<void> {
  for (const [index, projection] of blueprint.projections.entries()) {
    const { degrees } = prepared[index];
    if (!degrees) continue;
    const own = new Uint32Array(degrees.length);
    await countSources(blueprint, index, projection, prepared[index], share, own, tick);
    for (let source = 0; source < own.length; source++) if (own[source] > 0) Atomics.add(degrees, source, own[source]);
  }
}

/** Counts a share's synapses by their source. */
async function countSources(
  blueprint: Blueprint,
  index: number,
  { rule }: ProjectionPlan,
  { drawn }: Prepared,
  share: Share,
  degrees: Uint32Array,
  tick: Tick,
): Promise<void> {
  if (rule.kind === "fixed_total_number") {
    const context = contextOf(blueprint, index, Stream.sources);
    if (!rule.multapses) {
      // Each draw hangs on those before it: one thread does them all.
      if (index % share.count === share.index) degrees.set(totalDegrees(context, rule.n, true));
      return;
    }
    await inPieces(rangeOf(rule.n, share), DRAWS, tick, (from, to) => drawSources(context, from, to, degrees));
  } else if (rule.kind === "fixed_indegree" && drawn) {
    const context = contextOf(blueprint, index);
    const { indegree } = rule;
    const column = columns(context, indegree, !rule.multapses);
    await inPieces(rangeOf(context.targets, share), Math.ceil(DRAWS / Math.max(1, indegree)), tick, (from, to) => {
      for (let target = from; target < to; target++) column(target, drawn, target * indegree);
      for (let e = from * indegree; e < to * indegree; e++) degrees[drawn[e]]++;
    });
  } else if (rule.kind === "edges") {
    const { source } = rule;
    await inPieces(rangeOf(source.length, share), 16 * DRAWS, tick, (from, to) => {
      for (let e = from; e < to; e++) degrees[source[e]]++;
    });
  }
}

/** Does [from, to) piece by piece; pieces begin at multiples of 4 from `from`. */
async function inPieces(
  [from, to]: readonly [number, number],
  size: number,
  tick: Tick,
  work: (from: number, to: number) => void,
): Promise<void> {
  const step = 4 * Math.ceil(size / 4);
  for (let at = from; at < to; at += step) {
    await tick(0);
    work(at, Math.min(at + step, to));
  }
}
