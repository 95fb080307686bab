import { InputError } from "../errors.ts";
import { hasHardware, largestArray, openDevice } from "../gpu/adapter.ts";
import type { Device } from "../gpu/device.ts";
import type { Crew } from "../threads/crew.ts";
import { CpuExecutor } from "./cpu.ts";
import type { Executor } from "./executor.ts";
import { GpuExecutor } from "./gpu.ts";
import type { Plan } from "./plan.ts";

/** `auto`: a hardware GPU, else `cpu`. */
export type AdapterChoice = "auto" | "hardware" | "software" | "cpu";
export const ADAPTER_CHOICES: readonly AdapterChoice[] = ["auto", "hardware", "software", "cpu"];

/** Where a plan will run; opened before the plan is made, because the adapter limits its pages. */
export interface Target {
  readonly device: Device | undefined;
  /** Largest buffer a page may be, bytes. */
  readonly pageBytes: number;
  /** Why another target was taken than `auto` would, for people. */
  readonly note: string | undefined;
}

/** A neuron model or plasticity rule that only a GPU adapter can run. */
export interface GpuOnly {
  readonly kind: "model" | "rule";
  readonly name: string;
  readonly reason: string;
}

/**
 * Opens the target. A network with a model or rule that has no twin and cannot be compiled cannot run on `cpu`: `auto` then takes the
 * software adapter.
 * @throws NoAdapterError, InputError for `cpu` with such a one
 */
export async function openTarget(choice: AdapterChoice, gpuOnly: GpuOnly | undefined): Promise<Target> {
  if (!ADAPTER_CHOICES.includes(choice)) throw new InputError("adapter", choice, `choose one of ${ADAPTER_CHOICES.join(", ")}`);
  const why = gpuOnly && `${gpuOnly.kind} "${gpuOnly.name}" cannot be compiled for the cpu (${gpuOnly.reason})`;
  if (choice === "cpu" && why !== undefined)
    throw new InputError(
      "adapter",
      "cpu",
      `${why} and has no twin; use software or hardware${gpuOnly?.kind === "model" ? ", or give its twin" : ""}`,
    );
  const wanted = choice === "auto" ? await automatic(why !== undefined) : choice;
  if (wanted === "cpu") return { device: undefined, pageBytes: largestArray, note: undefined };
  const device = await openDevice(wanted);
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const note = choice === "auto" && wanted === "software" ? `${why}: running on the software adapter` : undefined;
  return { device, pageBytes: Math.min(maxStorageBufferBindingSize, maxBufferSize), note };
}

async function automatic(needsGpu: boolean): Promise<"hardware" | "software" | "cpu"> {
  if (await hasHardware()) return "hardware";
  return needsGpu ? "software" : "cpu";
}

/** The executor of a plan on its target. @param crew threads of the cpu executor, those the plan's rows were cut for */
export async function execute(plan: Plan, target: Target, crew?: Crew): Promise<Executor> {
  return target.device ? GpuExecutor.create(target.device, plan) : new CpuExecutor(plan, crew);
}
