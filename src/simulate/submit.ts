import type { Batch } from "../plan/batch.ts";
import { type Executor, HOST_TRACK } from "../plan/executor.ts";
import type { Compiled } from "./compile.ts";
import type { Watch } from "./profile.ts";
import { WAITING } from "./spans.ts";
import type { Steering } from "./steering.ts";

/** What a run works on. */
interface Course {
  readonly executor: Executor;
  readonly steering: Steering;
  readonly compiled: Compiled;
  /** Takes what each submit left, in order. Returns the step it came to; what it throws ends the run. */
  take(batch: Batch): number;
  /** Only where the run is profiled. */
  readonly watch: Watch | undefined;
}

/**
 * Submits windows from step `from` until step `end`, as many submits under way as the executor takes. An aborted signal stops it when what
 * is under way is done.
 * @throws DeviceError, DeviceLostError, and what `take` throws, when nothing is under way any more
 */
export async function submitWindows(
  { executor, steering, compiled, take, watch }: Course,
  from: number,
  end: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { windowSteps } = compiled;
  executor.setEnd(end);
  const underWay: Promise<Batch>[] = [];
  let at = from;
  let aborted = false;
  while (at < end || underWay.length > 0) {
    aborted ||= signal?.aborted === true;
    while (!aborted && at < end && underWay.length < executor.depth) {
      const windows = Math.min(steering.windows, Math.ceil((end - at) / windowSteps));
      const batch = executor.submit(windows);
      // It is awaited below; until then a rejection is nobody's.
      batch.catch(() => {});
      underWay.push(batch);
    }
    const next = underWay.shift();
    if (!next) break;
    const asked = watch && performance.now();
    const batch = await next;
    const came = watch && performance.now();
    steering.took(batch.windows);
    try {
      at = take(batch);
    } catch (error) {
      await Promise.allSettled(underWay);
      throw error;
    }
    if (watch && asked !== undefined && came !== undefined) {
      watch.sink.span(HOST_TRACK, WAITING, asked, came - asked, 0);
      watch.sink.span(HOST_TRACK, "record", came, performance.now() - came, 0);
      watch.took(batch);
    }
  }
  steering.rest();
}
