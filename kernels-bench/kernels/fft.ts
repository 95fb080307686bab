import type { Buffers } from "../../src/plan/program.ts";
import { fft as complexStages, rfft } from "../../src/spectral/fft.ts";
import type { FftSpec } from "../../src/spectral/fft-spec.ts";
import type { Benchmark, Context, Row } from "../bench.ts";
import { mapped } from "../measure.ts";
import { scattered, timedWork } from "../stages.ts";

/** Lines of 1,024 points; a software adapter takes most of a second for as many as a GPU gets. */
const linesFor = ({ kind }: Context) => (kind === "software" ? 128 : 1024);

/** Fourier transforms beside a copy of the same adapter. */
export const fft: Benchmark = {
  name: "fft",
  title: "Fourier transforms of 1,024 x 1,024 and 512 x 512 points: bytes once in and once out, share of a copy",
  measure: async (context) => {
    const batch = linesFor(context);
    return [
      await row(context, `${batch} lines of 1024`, { sizes: [1024], batch }, "complex"),
      await row(context, `${batch} lines of 1024`, { sizes: [1024], batch }, "real"),
      await row(context, "512 x 512", { sizes: [512, 512] }, "complex"),
    ];
  },
};

async function row(context: Context, name: string, spec: FftSpec, kind: "complex" | "real"): Promise<Row> {
  const { sizes, batch = 1 } = spec;
  const points = sizes.reduce((a, b) => a * b, batch);
  const [given, made] = kind === "complex" ? [2 * points, 2 * points] : [points, points + 2 * batch];
  const buffers: Buffers = {
    input: { type: "f32", length: given, data: scattered(given) },
    output: { type: "f32", length: made },
  };
  const io = { input: "input", output: "output" };
  const work = kind === "complex" ? complexStages("fft", spec, "forward", buffers, io) : rfft("fft", spec, buffers, io);
  const seconds = await timedWork(context, { buffers, sequences: { before: [], work } });
  const bytes = 4 * (given + made);
  const ceiling = await context.ceilings.copy();
  return {
    name: `fft, ${kind} ${name}`,
    ...mapped(seconds, (s) => bytes / s / 1e9),
    unit: "GB/s",
    better: "more",
    share: { of: "copy", value: bytes / seconds.low / ceiling.high },
  };
}
