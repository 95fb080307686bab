/** What programs that go through time step by step have in common: the loop of a run, and frames that wait on the device. */
import type { ProgramExecutor } from "./program.ts";

/** ms between two looks at the device. */
const LOOK_MS = 200;
/** Bytes of frames that wait on the device, and the most frames. */
const FRAME_BYTES = 2 ** 25;
const MOST_FRAMES = 4096;

/** What a run tells and asks while it goes on. */
export interface StepperOptions {
  /** The run ends between two steps with the signal's reason. */
  readonly signal?: AbortSignal;
  /** @param share of this run that is done, 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

/** A ring of frames on the device: one after every `every` steps, the oldest giving way. */
export interface FrameRing {
  readonly every: number;
  /** Frames that there is room for. */
  readonly slots: number;
  /** Numbers of a frame. */
  readonly size: number;
}

export function frameRing(every: number, size: number): FrameRing {
  return { every, slots: Math.max(1, Math.min(MOST_FRAMES, Math.floor(FRAME_BYTES / (4 * size)))), size };
}

/** A ring and how it is read. Frame 1 is that after `every` steps. */
interface Recorded {
  readonly ring: FrameRing;
  /** Frames `first` to `last`, no more than the ring has. */
  read(first: number, last: number): Promise<readonly Float32Array[]>;
}

/** Frames of a buffer that has frame n in slot n % slots. */
export function recordedIn(executor: ProgramExecutor, buffer: string, ring: FrameRing): Recorded {
  const { slots, size } = ring;
  const read = async (first: number, last: number) => {
    const kept = await executor.read(buffer, "f32");
    return Array.from({ length: last - first + 1 }, (_, k) => {
      const slot = (first + k) % slots;
      return kept.slice(slot * size, (slot + 1) * size);
    });
  };
  return { ring, read };
}

/** How a program takes its steps. */
interface Steps {
  /** Takes so many steps, up to the step `goal`. */
  advance(count: number, goal: number): Promise<void>;
  /** @param last whether the run ends here @throws where a value is not finite any more */
  refuseDiverged?(last: boolean): Promise<void>;
}

/** Counts steps and takes more of them: about as many between two looks at the device as take 200 ms. One run at a time. */
export class Stepper {
  private done = 0;
  private together = 1;
  private readonly held: Float32Array[] = [];

  /** @param unit steps that are taken at first, and whose multiples are taken later */
  constructor(
    private readonly steps: Steps,
    private readonly recorded?: Recorded,
    private readonly unit = 1,
  ) {}

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  /** @throws the signal's reason, between two steps; what `refuseDiverged` throws, after the steps */
  async run(count: number, { signal, onProgress }: StepperOptions): Promise<void> {
    const end = this.done + count;
    while (this.done < end) {
      signal?.throwIfAborted();
      if (this.room() === 0) await this.drain();
      const most = this.together * this.unit;
      const now = Math.min(end - this.done, most, this.room());
      const started = performance.now();
      await this.steps.advance(now, this.done + now);
      this.done += now;
      await this.steps.refuseDiverged?.(this.done === end);
      if (now === most) this.keepPace(performance.now() - started);
      onProgress?.(1 - (end - this.done) / count);
    }
  }

  /** All frames so far, and their times. */
  async frames(dt: number): Promise<{ readonly times: readonly number[]; readonly values: readonly Float32Array[] }> {
    await this.drain();
    const every = this.recorded?.ring.every ?? 0;
    return { times: this.held.map((_, k) => (k + 1) * every * dt), values: this.held.slice() };
  }

  /** Takes the frames that wait on the device. */
  async drain(): Promise<void> {
    const { recorded, held } = this;
    if (!recorded) return;
    const ready = Math.floor(this.done / recorded.ring.every);
    if (ready > held.length) held.push(...(await recorded.read(held.length + 1, ready)));
  }

  /** Steps that may be taken before frames would be overwritten. */
  private room(): number {
    if (!this.recorded) return Number.POSITIVE_INFINITY;
    const { every, slots } = this.recorded.ring;
    return (this.held.length + slots + 1) * every - 1 - this.done;
  }

  private keepPace(ms: number): void {
    const wanted = Math.round((this.together * LOOK_MS) / Math.max(ms, 1e-3));
    this.together = Math.max(1, Math.min(2 * this.together, wanted));
  }
}
