import { arrayOf } from "../threads/shared.ts";
import type { DrawSpec } from "../twins/lib/draw.ts";
import type { RowContext } from "../twins/lib/generate.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { receptorsOf } from "./format.ts";
import type { ResolvedNetwork, ResolvedRule } from "./resolved.ts";
import { barsSelf } from "./rule.ts";
import { delaySpec, drawSpec } from "./rules/draw.ts";

/** What drawing rows needs to know of a network, as plain data that threads can be sent; large arrays are in shared memory there. */
export interface Blueprint {
  readonly key: readonly [number, number];
  readonly neurons: number;
  /** Of the model that has most: a cell is receptor * neurons + target. */
  readonly receptors: number;
  readonly populations: readonly PopulationPlan[];
  readonly projections: readonly ProjectionPlan[];
}

export interface PopulationPlan {
  /** Global index of its first neuron. */
  readonly first: number;
  readonly size: number;
  readonly receptors: number;
  /** Whether the last receptor takes the size of a negative weight. */
  readonly magnitude: boolean;
}

export interface ProjectionPlan {
  readonly source: number;
  readonly target: number;
  /** Undefined: the weight's sign chooses. */
  readonly receptor: number | undefined;
  readonly rule: ResolvedRule;
  readonly weight: DrawSpec;
  readonly delay: DrawSpec;
}

/** @param scales weight quanta per unit of each target population; `shared`: threads will read it */
export function blueprintOf(network: ResolvedNetwork, scales: Float64Array, shared: boolean): Blueprint {
  const specOf = (spec: DrawSpec): DrawSpec => (shared && spec.array.length > 0 ? { ...spec, array: sharedCopy("i32", spec.array) } : spec);
  return {
    key: keyOf(network.seed),
    neurons: network.neurons,
    receptors: receptorsOf(network),
    populations: network.populations.map(({ first, size, model }) => ({
      first,
      size,
      receptors: model.receptors.length,
      magnitude: model.magnitude === true,
    })),
    projections: network.projections.map(({ source, target, receptor, rule, weight, delay }) => ({
      source,
      target,
      receptor,
      rule:
        shared && rule.kind === "edges"
          ? { ...rule, source: sharedCopy("u32", rule.source), target: sharedCopy("u32", rule.target) }
          : rule,
      weight: specOf(drawSpec(weight, scales[target])),
      delay: specOf(delaySpec(delay, network.dt)),
    })),
  };
}

function sharedCopy<A extends Uint32Array | Int32Array>(type: "u32" | "i32", array: A): A {
  const copy: Uint32Array | Int32Array = arrayOf(type, array.length, true, "the edges");
  copy.set(array);
  return copy as A;
}

/** The numbers that projection `index` draws from, without what turns them into synapses. */
export function contextOf(
  { key, populations, projections }: Blueprint,
  index: number,
  kind: number = Stream.rows,
): Omit<RowContext, "synapses"> {
  const projection = projections[index];
  return {
    key,
    stream: streamOf(kind, index),
    sources: populations[projection.source].size,
    targets: populations[projection.target].size,
    barSelf: barsSelf(projection),
  };
}
