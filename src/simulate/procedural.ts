import philox from "../../shaders/lib/philox.wgsl";
import proceduralShader from "../../shaders/synapse/propagate_procedural.wgsl";
import { InputError } from "../errors.ts";
import { drawDegrees, linksOf } from "../network/links.ts";
import type { ResolvedNetwork, ResolvedProjection } from "../network/resolved.ts";
import type { SurveyedRows } from "../network/rows.ts";
import type { CostModel, Twin } from "../plan/plan.ts";
import { propagateProceduralTwin } from "../twins/synapse/propagate_procedural.ts";
import { slicesOf } from "../twins/synapse/slices.ts";
import { operationsOf } from "./operations.ts";
import type { Wiring } from "./wiring.ts";

/** Most workgroups of a dispatch: enough to fill a large GPU, each takes every n-th slice. */
const WORKGROUPS = 2048;
/** Neuron-steps that bring work for one of them. */
const NEURON_STEPS_A_WORKGROUP = 64;

/**
 * Refuses what cannot be drawn row by row.
 * @throws InputError naming the projection
 */
export function checkProcedural({ projections }: ResolvedNetwork): void {
  projections.forEach((projection, index) => {
    const reason = refusal(projection);
    if (reason !== undefined)
      throw new InputError(
        `projections[${index}].rule`,
        projection.rule.kind,
        `${reason}; leave procedural synapses out, or use fixed_outdegree, fixed_total_number or pairwise_bernoulli with multapses`,
      );
  });
}

function refusal({ rule }: ResolvedProjection): string | undefined {
  if (rule.kind === "fixed_indegree") return "draws each target's sources: a source's row is not known until all are drawn";
  if (rule.kind === "edges") return "is given, not drawn";
  return "multapses" in rule && !rule.multapses ? "bars multapses: each draw hangs on those before it" : undefined;
}

/**
 * Delivery through synapses that are drawn anew each time their neuron spikes: none is held. The survey has drawn them all once, for the
 * scales, the delays and the lengths of the rows.
 */
export function proceduralWiring(network: ResolvedNetwork, survey: SurveyedRows, windowSteps: number): Wiring {
  const links = linksOf(network, survey.scales);
  drawDegrees(links, network);
  const { slices, most } = slicesOf(links);
  const workgroups = Math.max(4, Math.min(WORKGROUPS, Math.ceil((network.neurons * windowSteps) / NEURON_STEPS_A_WORKGROUP)));
  const bindings = { slicing: "slicing", tables: "links", slices: "slices", ring: "ring", control: "control", queue: "queue" };
  return {
    buffers: {
      links: { type: "u32", length: links.length, data: links },
      slices: { type: "u32", length: slices.length, data: slices },
      // No kernel reads it: a profile counts synaptic events by it.
      rows: { type: "u32", length: survey.extents.length, data: survey.extents },
    },
    uniforms: { slicing: Uint32Array.of(most, workgroups) },
    kernels: {
      propagate_procedural: {
        source: proceduralShader,
        twin: (share) => propagateProceduralTwin(share) as Twin,
        spec: { kernel: "propagate_procedural" },
        cost: proceduralCost,
      },
    },
    dispatches: [{ label: "propagate", kernel: "propagate_procedural", bindings, workgroups }],
    run: { row_parts: 1 },
  };
}

/** Model of shaders/synapse/propagate_procedural.wgsl: a block of random words an event, and the add to the ring. */
const proceduralCost: CostModel = ({ spikes, events }) => ({
  read: 4 * spikes + 4 * events,
  written: 4 * events,
  atomics: events,
  operations: events,
  integers: operationsOf(philox.text, "philox4x32") * events,
});
