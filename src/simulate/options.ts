import { CancelledError, InputError } from "../errors.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { AdapterChoice, GpuOnly, Target } from "../plan/target.ts";
import { obstacle, ruleObstacle } from "../twins/kernels.ts";
import type { CompileOptions } from "./assemble.ts";
import type { Workgroup } from "./resident.ts";

export interface SimulationOptions {
  /** Default `auto`. */
  readonly adapter?: AdapterChoice;
  /** Largest page of synapses, bytes; default: what the adapter can bind. */
  readonly pageBytes?: number;
  /** Length of a submit aimed at, ms of wall-clock time; default 30. */
  readonly submitMs?: number;
  /** Steps a window may cover at most; default: the shortest delay. */
  readonly windowSteps?: number;
  /**
   * Whether one workgroup of a GPU carries the network through hundreds of steps a dispatch; results are the same. Default: where it fits
   * and is faster. True is an error where it does not fit.
   */
  readonly resident?: boolean;
  /**
   * Threads of the `cpu` executor; results are the same for any number. Default: as many as the machine has cores, and one where the
   * network is too small to gain. A page must be cross-origin isolated for more than one.
   */
  readonly threads?: number;
  /**
   * Where the synapses of a GPU adapter are built; they are the same. Default: on the device of a hardware adapter, on the host for a
   * software one, which is slower at it. What outgrows a buffer of the device (given edges and weights, or a row) is built on the host.
   */
  readonly build?: "device" | "host";
  /**
   * Whether synapses are drawn anew from the seed on each spike instead of held: no memory for them, the same results. Slower where
   * memory is fast; for networks that do not fit. Not for fixed_indegree, edges, or rules that bar multapses. Default false.
   */
  readonly procedural?: boolean;
  /** Called while the network is built, with the share done. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

export interface RunOptions {
  /** Called after each submit with the ms of model time done and the total. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops at the end of a submit with CancelledError; the simulation can go on from there. */
  readonly signal?: AbortSignal;
}

/** The page size to build with: what was asked for, within what the target can bind. @throws InputError */
export function checkedPage(bytes: number, target: Target): number {
  if (!(bytes >= 1024)) throw new InputError("pageBytes", bytes, "must be 1024 or more");
  return Math.min(bytes, target.pageBytes);
}

/** The device to build on, if any. @throws InputError where the `cpu` executor is asked to build on one */
export function buildDevice(wanted: SimulationOptions["build"], { device }: Target): CompileOptions["device"] {
  if (wanted !== undefined && wanted !== "device" && wanted !== "host") throw new InputError("build", wanted, "choose device or host");
  if (wanted === "device" && !device) throw new InputError("build", wanted, "the cpu executor has no device; leave it out");
  return (wanted ?? (device?.summary.kind === "hardware" ? "device" : "host")) === "device" ? device : undefined;
}

/** A workgroup of the `cpu` executor, where the twin of the resident kernel is asked for. */
const CPU_WORKGROUP: Workgroup = { bytes: 32768, threads: 256 };
/** Neuron-steps of a window up to which the resident kernel is faster on a software adapter: dispatches cost more than a second core brings. */
const SOFTWARE_NEURON_STEPS = 256;
/** Threads of a workgroup there: it runs them four at a time, idle ones too, and 256 take four times as long as 32. */
const SOFTWARE_THREADS = 32;
/** Neurons of a resident network a thread of its workgroup, at most, on a hardware adapter: not measured. */
const NEURONS_A_THREAD = 4;

/** Whether to take the resident kernel, if the network fits it. Its rows are built on the host. */
export function residentChoice(
  { resident: wanted, build }: SimulationOptions,
  { neurons }: ResolvedNetwork,
  target: Target,
): CompileOptions["resident"] {
  const limits = workgroupOf(target);
  if (wanted !== undefined) return wanted ? { limits, must: true } : undefined;
  if (!target.device || build === "device") return undefined;
  if (target.device.summary.kind === "software")
    return neurons <= SOFTWARE_NEURON_STEPS ? { limits, must: false, neuronSteps: SOFTWARE_NEURON_STEPS } : undefined;
  return neurons <= NEURONS_A_THREAD * limits.threads ? { limits, must: false } : undefined;
}

/** The same for several networks, each in a workgroup of its own. */
export function besideChoice(
  wanted: boolean | undefined,
  networks: readonly ResolvedNetwork[],
  target: Target,
): CompileOptions["resident"] {
  const limits = workgroupOf(target);
  if (wanted !== undefined) return wanted ? { limits, must: true } : undefined;
  // Many networks fill a software adapter's cores in either way; there the barriers cost more than the dispatches.
  if (target.device?.summary.kind !== "hardware") return undefined;
  return networks.every(({ neurons }) => neurons <= NEURONS_A_THREAD * limits.threads) ? { limits, must: false } : undefined;
}

/** What a workgroup of the target can hold. */
function workgroupOf({ device }: Target): Workgroup {
  if (!device) return CPU_WORKGROUP;
  const { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX } = device.limits;
  const threads = device.summary.kind === "software" ? SOFTWARE_THREADS : 256;
  return { bytes: maxComputeWorkgroupStorageSize, threads: Math.min(threads, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX) };
}

/** Reports the share built, lets timers run, and stops a cancelled build. */
export function progressOf({ onProgress, signal }: SimulationOptions): (share: number) => Promise<void> {
  return async (share) => {
    onProgress?.(share);
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted) throw new CancelledError("cancelled while the network was built");
  };
}

/** The first model or plasticity rule of a network that the cpu cannot run, and why. */
export function gpuOnly({ populations, projections }: Pick<ResolvedNetwork, "populations" | "projections">): GpuOnly | undefined {
  for (const { model } of populations) {
    const reason = obstacle(model);
    if (reason !== undefined) return { kind: "model", name: model.name, reason };
  }
  for (const { plasticity } of projections) {
    const reason = plasticity && ruleObstacle(plasticity.form);
    if (plasticity && reason !== undefined) return { kind: "rule", name: plasticity.rule.name, reason };
  }
  return undefined;
}
