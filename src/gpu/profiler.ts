import { DeviceError } from "../errors.ts";
import { allocate, bufferUsage } from "./buffers.ts";
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

/** GPU time of one label. */
export interface LabelTime {
  readonly label: string;
  readonly ns: number;
  /** Passes measured. */
  readonly passes: number;
}

/** GPU timestamps around passes. Give it to `Commands.submit`, then `passes` or `collect` when that is done. */
export class Profiler {
  #passes: { label: string; calls: number }[] = [];
  #first = 0;
  /** Passes left untimed since the last collect because `capacity` was reached. */
  untimed = 0;

  private constructor(
    private readonly device: Device,
    readonly capacity: number,
    private readonly set: GPUQuerySet,
    private readonly resolved: GPUBuffer,
    private readonly back: GPUBuffer,
  ) {}

  /** A profiler for up to `capacity` passes between two collects (2,048 at most); undefined where the device has no timestamps. */
  static async create(device: Device, capacity = 2048): Promise<Profiler | undefined> {
    if (!device.features.timestamps) return undefined;
    const bytes = capacity * 16;
    const set = device.raw.createQuerySet({ label: "profiler", type: "timestamp", count: capacity * 2 });
    const resolved = await allocate(device, "profiler", bytes, bufferUsage.QUERY_RESOLVE | bufferUsage.COPY_SRC);
    const back = await allocate(device, "profiler: read", bytes, bufferUsage.MAP_READ | bufferUsage.COPY_DST);
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

  /** The passes since the last collect, in order; waits for the submits that ran them, and for no later one. */
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

  /** GPU time by label since the last collect, slowest first. */
  async collect(): Promise<LabelTime[]> {
    const sums = new Map<string, { label: string; ns: number; passes: number }>();
    for (const { label, ns } of await this.passes()) {
      const sum = sums.get(label) ?? { label, ns: 0, passes: 0 };
      sum.ns += ns;
      sum.passes++;
      sums.set(label, sum);
    }
    return [...sums.values()].sort((a, b) => b.ns - a.ns);
  }

  destroy(): void {
    this.set.destroy();
    this.resolved.destroy();
    this.back.destroy();
  }
}

/** A measured kernel. */
export interface KernelTime {
  readonly nsPerDispatch: number;
  readonly dispatches: number;
  /** `timestamp` is the GPU's clock; `wall` the host's, with the submit's overhead in it. */
  readonly clock: "timestamp" | "wall";
}

/** Repeats a bound kernel until one pass takes at least `minMs`, so that coarse clocks do not matter; the fastest of `rounds` such passes. */
export async function timeKernel(device: Device, bound: Bound, workgroups: number, { minMs = 5, rounds = 3 } = {}): Promise<KernelTime> {
  if (workgroups < 1) throw new DeviceError(`${bound.label}: nothing to time`);
  const profiler = await Profiler.create(device, 16);
  const once = async (repeats: number): Promise<number> => {
    const commands = device.commands(`time ${bound.label}`);
    for (let i = 0; i < repeats; i++) commands.dispatch(bound, workgroups);
    const start = performance.now();
    await commands.submit(profiler);
    const wall = (performance.now() - start) * 1e6;
    return profiler ? ((await profiler.collect())[0]?.ns ?? 0) : wall;
  };
  try {
    await once(1);
    const most = 1 << 16;
    let repeats = 1;
    let ns = await once(repeats);
    for (;;) {
      // One slow pass may be another process's doing: the fastest of the rounds has to be long enough.
      for (let i = 1; i < rounds && ns >= minMs * 1e6; i++) ns = Math.min(ns, await once(repeats));
      if (ns >= minMs * 1e6 || repeats >= most) break;
      repeats = Math.min(most, Math.max(repeats * 2, Math.ceil((repeats * minMs * 1.2e6) / Math.max(ns, 1e4))));
      ns = await once(repeats);
    }
    return { nsPerDispatch: ns / repeats, dispatches: repeats, clock: profiler ? "timestamp" : "wall" };
  } finally {
    profiler?.destroy();
  }
}
