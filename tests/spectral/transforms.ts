/** Transforms of many shapes as sequences of one program, over shared buffers whose outputs are poisoned before each run. */

import { openDevice } from "../../src/gpu/adapter.ts";
import type { Buffers, ProgramExecutor, Stage } from "../../src/plan/program.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { GpuProgram } from "../../src/plan/program-gpu.ts";
import { fft, irfft, rfft } from "../../src/spectral/fft.ts";
import type { FftSpec } from "../../src/spectral/fft-spec.ts";

export type Kind = "fft" | "inverse" | "rfft" | "irfft";
export const ADAPTERS = ["cpu", "software"] as const;

/** Numbers behind an output that must stay as they were. */
const GUARD = 7;
const POISON = 12345;

export class Transforms {
  private constructor(private readonly executor: ProgramExecutor) {}

  static async create(adapter: (typeof ADAPTERS)[number], specs: readonly FftSpec[], kinds: readonly Kind[]): Promise<Transforms> {
    const longest = Math.max(...specs.map((spec) => 2 * places(spec))) + 2 * Math.max(...specs.map(rows)) + GUARD;
    const buffers: Buffers = { input: { type: "f32", length: longest }, output: { type: "f32", length: longest } };
    const sequences: Record<string, readonly Stage[]> = {};
    for (const spec of specs) for (const kind of kinds) sequences[nameOf(spec, kind)] = stagesOf(spec, kind, buffers);
    const program = { buffers, sequences };
    const executor = adapter === "cpu" ? new CpuProgram(program) : await GpuProgram.create(await openDevice("software"), program);
    return new Transforms(executor);
  }

  /** The result; what lies behind it must not have been touched. */
  async run(spec: FftSpec, kind: Kind, input: ArrayLike<number>): Promise<Float32Array> {
    const length = kind === "irfft" ? places(spec) : kind === "rfft" ? 2 * halves(spec) : 2 * places(spec);
    const given = Float32Array.from(input);
    this.executor.write("input", given);
    const poison = new Float32Array(length + GUARD).fill(Number.NaN, 0, length).fill(POISON, length);
    this.executor.write("output", poison);
    await this.executor.run(nameOf(spec, kind));
    const output = await this.executor.read("output", "f32");
    if (!output.subarray(length, length + GUARD).every((x) => x === POISON)) throw new Error("numbers behind the result have changed");
    return output.slice(0, length);
  }

  /** The input as it is after a run. */
  input(): Promise<Float32Array> {
    return this.executor.read("input", "f32");
  }

  destroy(): void {
    this.executor.destroy();
  }
}

function stagesOf(spec: FftSpec, kind: Kind, buffers: Buffers): Stage[] {
  const io = { input: "input", output: "output" };
  if (kind === "rfft") return rfft("rfft", spec, buffers, io);
  if (kind === "irfft") return irfft("irfft", spec, buffers, io);
  return fft("fft", spec, kind === "fft" ? "forward" : "inverse", buffers, io);
}

const nameOf = (spec: FftSpec, kind: Kind) => `${kind} ${JSON.stringify(spec)}`;
/** Numbers of real data. */
const places = ({ sizes, batch = 1, inner = 1 }: FftSpec) => sizes.reduce((a, b) => a * b, batch * inner);
const rows = (spec: FftSpec) => places(spec) / spec.sizes[spec.sizes.length - 1];
/** Complex numbers of a real transform's spectrum. */
const halves = (spec: FftSpec) => rows(spec) * (Math.floor(spec.sizes[spec.sizes.length - 1] / 2) + 1);
