/**
 * What is in `control`, through which kernels and host tell each other how far a submit came. Word 0 is the queue's length. Then come faults:
 * the first step at which each population, each plastic projection and each field left its range, of networks side by side one network's
 * populations after another's. Then, for each window of a submit, the queue's length at its start; then its first step.
 */
import { RunawayStateError } from "../errors.ts";
import type { ResolvedNetwork, ResolvedPlasticity } from "../network/resolved.ts";
import { isPlastic } from "./plastic-rows.ts";
import { MAX_WINDOWS } from "./windows.ts";

/** Where things are in `control`. */
interface ControlLayout {
  /** Of the first population, plastic projection and field. */
  readonly faultsAt: { readonly populations: number; readonly projections: number; readonly fields: number };
  /** Of the first window. */
  readonly tailsAt: number;
  readonly stepsAt: number;
}

/** The step of a fault that has not happened. */
const NEVER = 0xffffffff;

/** @param networks side by side: alike in plastic projections, without fields where there are several */
export function controlLayout(networks: readonly Pick<ResolvedNetwork, "populations" | "projections" | "fields">[]): ControlLayout {
  const [{ projections, fields = [] }] = networks;
  const populations = 1;
  const plastic = populations + networks.reduce((sum, network) => sum + network.populations.length, 0);
  const afterPlastic = plastic + projections.filter(isPlastic).length;
  const tailsAt = afterPlastic + fields.length;
  return { faultsAt: { populations, projections: plastic, fields: afterPlastic }, tailsAt, stepsAt: tailsAt + MAX_WINDOWS + 1 };
}

/** `control` as a simulation begins with it: no spikes, no faults. */
export function firstControl({ tailsAt, stepsAt }: Pick<ControlLayout, "tailsAt" | "stepsAt">): Uint32Array {
  return new Uint32Array(stepsAt + MAX_WINDOWS + 1).fill(NEVER, 1, tailsAt);
}

/** The earliest fault of a network that has the plan to itself: a neuron's state, a field's value, a weight beyond its bounds. */
export function faultOf(network: ResolvedNetwork, control: Uint32Array): RunawayStateError | undefined {
  const { faultsAt } = controlLayout([network]);
  const { projections, fields = [] } = network;
  const ofFields = fields.map(({ name }, f): Noted => {
    const detail = "a value is not finite; lower its dt, its parameters or the gains of its sources";
    return [control[faultsAt.fields + f], (step) => new RunawayStateError(name, step, detail, "field")];
  });
  const ofProjections = projections.filter(isPlastic).map(({ name, plasticity }, k): Noted => {
    return [control[faultsAt.projections + k], (step) => new RunawayStateError(name, step, outOfBounds(plasticity), "projection")];
  });
  return earliest([...ofPopulations(network, control, faultsAt.populations), ...ofFields, ...ofProjections]);
}

/** The earliest fault of the populations of one of several networks. @param at where that of its first one is */
export function populationFault(network: ResolvedNetwork, control: Uint32Array, at: number): RunawayStateError | undefined {
  return earliest(ofPopulations(network, control, at));
}

/** A step, or NEVER, and the error it stands for. */
type Noted = readonly [step: number, error: (step: number) => RunawayStateError];

function ofPopulations({ populations }: ResolvedNetwork, control: Uint32Array, at: number): Noted[] {
  return populations.map(({ name, model }, p) => {
    const detail = `${model.stateFields[0]} of a neuron is not finite or beyond 2^20; lower dt, weights or inputs`;
    return [control[at + p], (step) => new RunawayStateError(name, step, detail)];
  });
}

/** Of those of one step, the first. */
function earliest(noted: readonly Noted[]): RunawayStateError | undefined {
  let worst: Noted | undefined;
  for (const one of noted) if (one[0] < (worst?.[0] ?? NEVER)) worst = one;
  return worst?.[1](worst[0]);
}

/** What a person can do about a weight that was delivered beyond its rule's bounds. */
function outOfBounds({ bounds: [least, most], rule, normalise }: ResolvedPlasticity): string {
  const left = `a weight left ${least} to ${most}, the bounds of ${rule.name}`;
  if (!normalise) return `${left}; lower its steps or widen them`;
  return `${left}; normalise, which scales weights to a sum of ${normalise.sum} and knows no bounds, may have lifted it: lower that sum, widen the bounds or lower the rule's steps`;
}
