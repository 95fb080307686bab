import { InputError } from "../errors.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Target } from "../plan/target.ts";
import { Crew, canShare, cores } from "../threads/crew.ts";
import { canBeSent } from "../twins/kernels.ts";
import type { SimulationOptions } from "./options.ts";
import code from "./worker.ts?bundle";

/** Threads, or why there is but this one although more were asked for or would be of use. */
interface Threads {
  readonly crew: Crew | undefined;
  readonly note: string | undefined;
}

/**
 * Neurons or synapses from which on threads should gain more than two barriers a window and their start (50 ms) cost: an estimate from
 * 5 ns a neuron-step and 10 ns an event, not a measurement.
 */
const WORTH = { neurons: 5000, synapses: 2e6 } as const;

/** @throws InputError for anything but a whole number of 1 or more */
export function checkThreads(threads: number | undefined): void {
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1))
    throw new InputError("threads", threads, "must be a whole number of 1 or more");
}

/**
 * Starts the threads that build and run a network on the cpu executor.
 * @param options threads: by default as many as the machine has cores, and one where the network is too small to gain
 */
export async function openThreads(network: ResolvedNetwork, { threads, resident }: SimulationOptions, target: Target): Promise<Threads> {
  const count = target.device ? 1 : (threads ?? (worthThreads(network) ? cores() : 1));
  if (count === 1) return { crew: undefined, note: undefined };
  if (resident) return { crew: undefined, note: "one thread: a workgroup carries the whole network" };
  const own = network.populations.find(({ model }) => !canBeSent(model))?.model.name;
  if (own !== undefined) return { crew: undefined, note: `one thread: the twin of model "${own}" cannot be sent to others` };
  if (!canShare) return { crew: undefined, note: "one thread: this page is not cross-origin isolated, its threads cannot share memory" };
  return { crew: await Crew.open(count, code), note: undefined };
}

function worthThreads(network: ResolvedNetwork): boolean {
  const synapses = network.projections.reduce((sum, projection) => sum + projection.synapses, 0);
  return network.neurons >= WORTH.neurons || synapses >= WORTH.synapses;
}
