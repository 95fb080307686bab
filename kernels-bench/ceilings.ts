import type { Device } from "../src/gpu/device.ts";
import { type Ceilings as Measured, measureCeilings } from "../src/plan/ceilings.ts";
import { mapped, type Spread, spreadOf } from "./measure.ts";

/** Times each is measured at most: one takes half a second or so. */
const REPEATS = 3;
const ANY_FOOTPRINT = 2 ** 22;

/** What the adapter can do, measured once a run for each footprint that is asked for. */
export class Ceilings {
  private readonly known = new Map<number, Promise<readonly Measured[]>>();

  constructor(
    private readonly device: Device | undefined,
    private readonly repeats: number,
  ) {}

  /** Bytes a copy reads and writes a second. */
  async copy(): Promise<Spread> {
    return mapped(spreadOf((await this.any()).map((c) => c.copyGBs)), (g) => g * 1e9);
  }

  /** Multiplications and additions a second. */
  async fma(): Promise<Spread> {
    return mapped(spreadOf((await this.any()).map((c) => c.fmaGops)), (g) => g * 1e9);
  }

  /** Random 32-bit adds a second into `slots` words, atomic ones on a device. */
  async adds(slots: number): Promise<Spread> {
    return mapped(spreadOf((await this.at(4 * slots)).map((c) => c.atomicMs)), (m) => m * 1e6);
  }

  private any(): Promise<readonly Measured[]> {
    return this.known.values().next().value ?? this.at(ANY_FOOTPRINT);
  }

  private at(bytes: number): Promise<readonly Measured[]> {
    const known = this.known.get(bytes) ?? this.measure(bytes);
    this.known.set(bytes, known);
    return known;
  }

  private async measure(bytes: number): Promise<Measured[]> {
    const all: Measured[] = [];
    while (all.length < Math.min(REPEATS, this.repeats)) all.push(await measureCeilings(this.device, bytes));
    return all;
  }
}
