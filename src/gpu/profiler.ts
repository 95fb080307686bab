import { DeviceError } from "../errors.ts";
import { allocate, USAGE } from "./buffers.ts";
import type { Device } from "./device.ts";
import type { Bound } from "./kernel.ts";

/** When one pass ran, on the GPU's clock. A pass is a run of consecutive dispatches of one label. */
export interface PassTime {
  readonly label: string;
  /** Dispatches in it. */
  readonly calls: number;
  /** ns on that clock. */
  readonly start: number;
  readonly ns: number;
}

/** GPU timestamps around passes. Give it to `Commands.submit`, then ask for `passes` when that is done. */
export class Profiler {
  #passes: { label: string; calls: number }[] = [];
  #first = 0;
  /** Passes left untimed since the last `passes` because `capacity` was reached. */
  untimed = 0;

  private constructor(
    private readonly device: Device,
    readonly capacity: number,
    private readonly set: GPUQuerySet,
    private readonly resolved: GPUBuffer,
    private readonly back: GPUBuffer,
  ) {}

  /** A profiler for up to `capacity` passes between two calls of `passes` (2,048 at most); undefined where the device has no timestamps. */
  static async create(device: Device, capacity: number): Promise<Profiler | undefined> {
    if (!device.features.timestamps) return undefined;
    const bytes = capacity * 16;
    const set = device.raw.createQuerySet({ label: "profiler", type: "timestamp", count: capacity * 2 });
    const resolved = await allocate(device, "profiler", bytes, USAGE.QUERY_RESOLVE | USAGE.COPY_SRC);
    const back = await allocate(device, "profiler: read", bytes, USAGE.MAP_READ | USAGE.COPY_DST);
    return new Profiler(device, capacity, set, resolved, back);
  }

  /** @internal What the next pass of `label` adds to its descriptor. */
  passOf(label: string): { timestampWrites?: GPUComputePassTimestampWrites } {
    if (this.#passes.length >= this.capacity) {
      this.untimed++;
      return {};
    }
    const at = this.#passes.length * 2;
    this.#passes.push({ label, calls: 0 });
    return { timestampWrites: { querySet: this.set, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 } };
  }

  /** @internal Counts a dispatch of the pass that was begun last. */
  dispatched(): void {
    if (this.untimed === 0) this.#passes[this.#passes.length - 1].calls++;
  }

  /** @internal Encodes the resolve of what this submit wrote, and the way back to the host. */
  resolve(encoder: GPUCommandEncoder): void {
    // Resolves start at multiples of 256 bytes: 32 stamps. Earlier stamps of the block are resolved again, to the same values.
    const from = this.#first - (this.#first % 16);
    const count = this.#passes.length - from;
    if (count > 0) {
      encoder.resolveQuerySet(this.set, from * 2, count * 2, this.resolved, from * 16);
      encoder.copyBufferToBuffer(this.resolved, from * 16, this.back, from * 16, count * 16);
    }
    this.#first = this.#passes.length;
  }

  /** The passes since the last call, in order; waits for the submits that ran them, and for no later one. */
  async passes(): Promise<PassTime[]> {
    const passes = this.#passes;
    this.#passes = [];
    this.#first = this.untimed = 0;
    if (passes.length === 0) return [];
    const bytes = passes.length * 16;
    await this.device.guard(this.back.mapAsync(1, 0, bytes));
    const stamps = new BigUint64Array(this.back.getMappedRange(0, bytes).slice(0));
    this.back.unmap();
    return passes.map(({ label, calls }, i) => {
      const [begin, end] = [stamps[i * 2], stamps[i * 2 + 1]];
      // A clock may step back between power states: count such a pass as 0.
      const ns = Math.max(0, Number(BigInt.asIntN(64, end - begin)));
      return { label, calls, start: Number(begin), ns };
    });
  }

  destroy(): void {
    this.set.destroy();
    this.resolved.destroy();
    this.back.destroy();
  }
}

/** A pass must take so long that coarse clocks do not matter, and the fastest of so many counts. */
const TIMED = { minNs: 5e6, rounds: 3, repeats: 2 ** 16 } as const;

/** ns a dispatch of a bound kernel takes, by repeating it: of the GPU's clock, or of the host's with the submit's overhead in it. */
export async function timeKernel(device: Device, bound: Bound, workgroups: number): Promise<number> {
  if (workgroups < 1) throw new DeviceError(`${bound.label}: nothing to time`);
  const profiler = await Profiler.create(device, 1);
  const once = async (repeats: number): Promise<number> => {
    const commands = device.commands(`time ${bound.label}`);
    for (let i = 0; i < repeats; i++) commands.dispatch(bound, workgroups);
    const start = performance.now();
    await commands.submit(profiler);
    const wall = (performance.now() - start) * 1e6;
    return profiler ? (await profiler.passes())[0].ns : wall;
  };
  try {
    await once(1);
    let repeats = 1;
    let ns = await once(repeats);
    for (;;) {
      // One slow pass may be another process's doing: the fastest of the rounds has to be long enough.
      for (let i = 1; i < TIMED.rounds && ns >= TIMED.minNs; i++) ns = Math.min(ns, await once(repeats));
      if (ns >= TIMED.minNs || repeats >= TIMED.repeats) return ns / repeats;
      repeats = Math.min(TIMED.repeats, Math.max(repeats * 2, Math.ceil((repeats * 1.2 * TIMED.minNs) / Math.max(ns, 1e4))));
      ns = await once(repeats);
    }
  } finally {
    profiler?.destroy();
  }
}
