import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Executor } from "../plan/executor.ts";
import { execute, openTarget, type Target } from "../plan/target.ts";
import type { Crew } from "../threads/crew.ts";
import { type Compiled, compile } from "./compile.ts";
import { checkBuffers, checkMemory } from "./memory.ts";
import { buildDevice, checkedPage, gpuOnly, progressOf, residentChoice, type SimulationOptions } from "./options.ts";
import { Recorder } from "./recorder.ts";
import { Steering } from "./steering.ts";
import { checkThreads, openThreads } from "./threads.ts";

/** What a simulation runs with. */
export interface Built {
  readonly compiled: Compiled;
  readonly executor: Executor;
  readonly recorder: Recorder;
  readonly steering: Steering;
  /** What a person should know about where this runs. */
  readonly note: string | undefined;
}

/**
 * Builds a checked network for one adapter.
 * @throws InputError, NoAdapterError, ShaderError, DeviceError, CancelledError
 */
export async function build(network: ResolvedNetwork, options: SimulationOptions): Promise<Built> {
  return onTarget(network, options, async ({ target, crew, note }) => {
    const pageBytes = checkedPage(options.pageBytes ?? target.pageBytes, target);
    const device = buildDevice(options.build, target);
    const available = device?.summary.kind === "hardware" ? Infinity : undefined;
    checkMemory(network, target.device && target.pageBytes, available, options.procedural);
    const { procedural, windowSteps } = options;
    const compiled = await compile(network, {
      pageBytes,
      crew,
      device,
      procedural,
      windowSteps,
      resident: residentChoice(options, network, target),
      onProgress: progressOf(options),
    });
    if (target.device) checkBuffers(network, compiled.plan, target.pageBytes);
    const executor = await execute(compiled.plan, target, crew);
    const recorder = new Recorder(compiled.parts[0], compiled.plan);
    return { compiled, executor, recorder, steering: steeringOf(compiled, options), note };
  });
}

/** Where networks are about to run. */
interface Place {
  readonly target: Target;
  readonly crew: Crew | undefined;
  /** What a person should know about it. */
  readonly note: string | undefined;
}

/**
 * Opens the device or the threads that a network, or several as one, will run on; they are closed again where `make` fails.
 * @throws InputError, NoAdapterError, DeviceError, ThreadError, and what `make` throws
 */
export async function onTarget<T>(network: ResolvedNetwork, options: SimulationOptions, make: (place: Place) => Promise<T>): Promise<T> {
  checkThreads(options.threads);
  const target = await openTarget(options.adapter ?? "auto", gpuOnly(network));
  const { crew, note } = await openThreads(network, options, target);
  try {
    return await make({ target, crew, note: target.note ?? note });
  } catch (error) {
    crew?.close();
    target.device?.destroy();
    throw error;
  }
}

/** How many windows a submit may have, and how long it should take. */
export function steeringOf({ plan, windowSteps, maxSteps }: Compiled, { submitMs = 30 }: SimulationOptions): Steering {
  return new Steering(submitMs, Math.max(1, Math.min(plan.maxWindows, Math.floor(maxSteps / windowSteps))));
}
