import { RunawayStateError } from "../errors.ts";
import type { ResolvedNetwork, ResolvedPlasticity } from "../network/resolved.ts";
import { type Batch, type Executor, HOST_TRACK } from "../plan/executor.ts";
import type { Compiled } from "./compile.ts";
import { isPlastic } from "./plastic-rows.ts";
import type { Watch } from "./profile.ts";
import type { Recorder } from "./recorder.ts";
import { WAITING } from "./spans.ts";
import type { Steering } from "./steering.ts";

/** What a run works on. */
interface Course {
  readonly executor: Executor;
  readonly recorder: Pick<Recorder, "take">;
  readonly steering: Steering;
  readonly compiled: Compiled;
  /** Whose faults end the run. */
  readonly network: Pick<ResolvedNetwork, "populations" | "projections" | "fields">;
  /** Only where the run is profiled. */
  readonly watch: Watch | undefined;
}

/**
 * Submits windows from step `from` until step `end`, as many submits under way as the executor takes, and gives each result to the
 * recorder. `reached` hears of every step a submit came to. An aborted signal stops it when what is under way is done.
 * @throws RunawayStateError, DeviceError, DeviceLostError
 */
export async function advance(
  { executor, recorder, steering, compiled, network, watch }: Course,
  from: number,
  end: number,
  signal: AbortSignal | undefined,
  reached: (step: number) => void,
): Promise<void> {
  const { plan, windowSteps } = compiled;
  executor.setEnd(end);
  const underWay: { windows: number; batch: Promise<Batch> }[] = [];
  let at = from;
  let aborted = false;
  while (at < end || underWay.length > 0) {
    aborted ||= signal?.aborted === true;
    while (!aborted && at < end && underWay.length < executor.depth) {
      const windows = Math.min(steering.windows, Math.ceil((end - at) / windowSteps));
      const batch = executor.submit(windows);
      // It is awaited below; until then a rejection is nobody's.
      batch.catch(() => {});
      underWay.push({ windows, batch });
    }
    const next = underWay.shift();
    if (!next) break;
    const asked = watch && performance.now();
    const batch = await next.batch;
    const came = watch && performance.now();
    steering.took(next.windows);
    const fault = faultOf(network, batch);
    at = recorder.take(batch, next.windows, plan.tailsAt, plan.stepsAt, fault?.step);
    reached(at);
    if (watch && asked !== undefined && came !== undefined) {
      watch.sink.span(HOST_TRACK, WAITING, asked, came - asked, 0);
      watch.sink.span(HOST_TRACK, "record", came, performance.now() - came, 0);
      watch.took(batch, next.windows);
    }
    if (!fault) continue;
    await Promise.allSettled(underWay.map((other) => other.batch));
    throw fault;
  }
  steering.rest();
}

/** The earliest fault the kernels noted in a submit: a neuron whose first state field left the finite range, a weight beyond its bounds, a field's value. */
function faultOf(network: Course["network"], { control }: Batch): RunawayStateError | undefined {
  let worst: RunawayStateError | undefined;
  network.populations.forEach(({ name, model }, p) => {
    const step = control[1 + p];
    if (step === 0xffffffff || (worst && worst.step <= step)) return;
    const detail = `${model.stateFields[0]} of a neuron is not finite or beyond 2^20; lower dt, weights or inputs`;
    worst = new RunawayStateError(name, step, detail);
  });
  const plastic = network.projections.filter(isPlastic);
  network.fields?.forEach(({ name }, f) => {
    const step = control[1 + network.populations.length + plastic.length + f];
    if (step === 0xffffffff || (worst && worst.step <= step)) return;
    worst = new RunawayStateError(name, step, "a value is not finite; lower its dt, its parameters or the gains of its sources", "field");
  });
  plastic.forEach(({ name, plasticity }, k) => {
    const step = control[1 + network.populations.length + k];
    if (step === 0xffffffff || (worst && worst.step <= step)) return;
    worst = new RunawayStateError(name, step, outOfBounds(plasticity), "projection");
  });
  return worst;
}

/** What a person can do about a weight that was delivered beyond its rule's bounds. */
function outOfBounds({ bounds: [least, most], rule, normalise }: ResolvedPlasticity): string {
  const left = `a weight left ${least} to ${most}, the bounds of ${rule.name}`;
  if (!normalise) return `${left}; lower its steps or widen them`;
  return `${left}; normalise, which scales weights to a sum of ${normalise.sum} and knows no bounds, may have lifted it: lower that sum, widen the bounds or lower the rule's steps`;
}
