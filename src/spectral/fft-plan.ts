import { InputError } from "../errors.ts";
import type { Buffers, ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { realBins } from "./bins.ts";
import { fft, irfft, rfft } from "./fft.ts";
import type { FftSpec } from "./fft-spec.ts";

export interface FftPlanSpec extends FftSpec {
  /** "real": between (batch x ...sizes x inner) reals and (batch x ...sizes[:-1] x (last / 2 + 1) x inner) complex numbers. Default "complex". */
  readonly kind?: "complex" | "real";
}

/**
 * Fourier transforms of one shape, there and back, for who has the numbers in an array. Complex numbers are interleaved: real part,
 * imaginary part. A transform writes its input to the adapter, runs and reads its result. In a program of one's own, on buffers that stay
 * where they are, the stages of `fft`, `rfft` and `irfft` do the same without any of that. One transform at a time: await each before the next.
 */
export class FftPlan {
  private readonly turns = new Turns("the transform");

  private constructor(
    private readonly executor: ProgramExecutor,
    /** Floats of `forward`'s input and result. */
    private readonly lengths: { readonly values: number; readonly bins: number },
  ) {}

  /** @throws InputError for a shape that is none, NoAdapterError */
  static async create(spec: FftPlanSpec, adapter: AdapterChoice = "auto"): Promise<FftPlan> {
    const { sizes, batch = 1, inner = 1, kind = "complex" } = spec;
    if (kind !== "complex" && kind !== "real") throw new InputError("fft.kind", kind, 'give "complex" or "real"');
    const buffers: Buffers = {};
    const there = { input: "values", output: "bins" };
    const back = { input: "bins", output: "values" };
    const sequences =
      kind === "real"
        ? { forward: rfft("fft", spec, buffers, there), inverse: irfft("fft", spec, buffers, back) }
        : { forward: fft("fft", spec, "forward", buffers, there), inverse: fft("fft", spec, "inverse", buffers, back) };
    const values = (kind === "real" ? 1 : 2) * sizes.reduce((a, b) => a * b, batch * inner);
    const last = sizes[sizes.length - 1];
    const bins = kind === "real" ? (2 * values * realBins(last)) / last : values;
    buffers.values = { type: "f32", length: values };
    buffers.bins = { type: "f32", length: bins };
    return new FftPlan(await executeProgram({ buffers, sequences }, adapter), { values, bins });
  }

  /** Adapter as shown to people. */
  get adapter(): string {
    return this.executor.adapter;
  }

  /** The spectrum. @throws InputError for an array of another length, GalvaniError before an earlier transform is done */
  forward(values: Float32Array): Promise<Float32Array> {
    return this.run("forward", values, "values", "bins");
  }

  /** Back from the spectrum. @throws as `forward` */
  inverse(bins: Float32Array): Promise<Float32Array> {
    return this.run("inverse", bins, "bins", "values");
  }

  destroy(): void {
    this.executor.destroy();
  }

  private async run(
    sequence: "forward" | "inverse",
    data: Float32Array,
    from: "values" | "bins",
    to: "values" | "bins",
  ): Promise<Float32Array> {
    const needed = this.lengths[from];
    if (data.length !== needed) throw new InputError(`fft.${sequence}`, data, `this shape has ${needed} numbers there`);
    return this.turns.take(async () => {
      this.executor.write(from, data);
      await this.executor.run(sequence);
      return this.executor.read(to, "f32");
    });
  }
}
