import type { ResolvedNetwork } from "../network/resolved.ts";
import { placesOf, type SynapseFacts } from "./beside.ts";

/** Windows a submit may have. */
export const MAX_WINDOWS = 1024;
/** Longest window: the kernel keeps a neuron's spikes of a window in the bits of one word. */
export const MAX_WINDOW_STEPS = 32;
/** Steps of a window of the resident kernel, which a dispatch carries a network through. */
const RESIDENT_STEPS = 512;
/** Neuron-steps a window covers at most. */
const WINDOW_NEURON_STEPS = 2 ** 22;
/** float32 values all traces of one submit may take. */
const TRACE_VALUES = 2 ** 22;

/** Steps a window covers: no more than the shortest delay, and no more than the queue can take at a spike a neuron and step. */
export function windowOf(neurons: number, { synapses, minDelay }: SynapseFacts, limit = MAX_WINDOW_STEPS): number {
  const shortest = synapses === 0 ? MAX_WINDOW_STEPS : minDelay;
  return Math.max(1, Math.min(shortest, limit, MAX_WINDOW_STEPS, Math.floor(WINDOW_NEURON_STEPS / neurons)));
}

/** Steps of a resident window: as the queue and the traces allow, in whole strides. */
export function longWindow(networks: readonly ResolvedNetwork[], stride: number, limit = RESIDENT_STEPS): number {
  const { neurons } = placesOf(networks);
  const most = Math.min(limit, RESIDENT_STEPS, Math.floor(WINDOW_NEURON_STEPS / neurons), traceSteps(networks));
  return Math.max(stride, most - (most % stride));
}

/** Where the windows of a network must end, at multiples of it: where its fields step, and where the clocks of its plastic synapses act; 0: anywhere. */
export function windowAlign(network: ResolvedNetwork): number {
  const clocks = network.projections.flatMap(({ plasticity }) =>
    plasticity ? [plasticity.everySteps, plasticity.normalise?.everySteps ?? 0] : [],
  );
  return clocks.reduce(gcd, fieldAlign(network));
}

/** The same, for its fields alone. */
export function fieldAlign({ fields = [] }: ResolvedNetwork): number {
  return fields.reduce((all, { everySteps }) => gcd(all, everySteps), 0);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Steps whose traces fit the room there is. */
function traceSteps(networks: readonly ResolvedNetwork[]): number {
  let perStep = 0;
  for (const { records, populations, fields = [] } of networks)
    for (const record of records)
      if (record.kind === "field") perStep += fields[record.field].spec.sizes.reduce((a, b) => a * b, 1) / record.everySteps;
      else if (record.kind === "state") perStep += (record.neurons?.length ?? populations[record.population].size) / record.every;
  return perStep === 0 ? Infinity : Math.floor(TRACE_VALUES / perStep);
}

/** Steps a submit may cover so that its traces fit. */
export function submitSteps(networks: readonly ResolvedNetwork[], windowSteps: number): number {
  return windowSteps * Math.max(1, Math.min(MAX_WINDOWS, Math.floor(traceSteps(networks) / windowSteps)));
}
