import { planSpectralConv } from "../../src/operator/spectral-conv-spec.ts";
import { prunedFft, throughFft } from "../../src/operator/truncated-fft.ts";
import { asProducts } from "../../src/operator/truncated-products.ts";
import type { TruncatedTransforms } from "../../src/operator/truncated-transforms.ts";
import type { Buffers, Program, ProgramBuffer } from "../../src/plan/program.ts";
import { realBins } from "../../src/spectral/bins.ts";
import { modeProduct } from "../../src/spectral/kernels/mode_product.ts";
import type { Benchmark, Context, Row } from "../bench.ts";
import { mapped, type Spread } from "../measure.ts";
import { scattered, timedWork } from "../stages.ts";

interface Case {
  readonly sizes: readonly number[];
  /** As `SpectralConvSpec.n_modes`. */
  readonly n_modes: readonly number[];
  readonly width: number;
}

/** Fields at once; a software adapter takes half a minute for as many as the others get. */
const batchOn = (kind: Context["kind"]) => (kind === "software" ? 2 : 16);

const CASES: readonly Case[] = [
  { sizes: [4096], n_modes: [32], width: 64 },
  { sizes: [64, 64], n_modes: [16, 16], width: 32 },
  { sizes: [1024], n_modes: [1024], width: 64 },
];

/** All bins stored and read. */
const unfused = throughFft(({ points }) => realBins(points));

/** Spectral convolutions forward: with truncated transforms as products, as pruned FFTs, and through the whole spectrum, unfused, whose share is 1. */
export const spectralConv: Benchmark = {
  name: "spectral-conv",
  title:
    "spectral convolutions forward, batch 16: truncated transforms as products and as pruned FFTs beside the whole spectrum, copied and padded with zeros",
  measure: async (context) => {
    const rows: Row[] = [];
    const batch = batchOn(context.kind);
    for (const one of CASES) {
      const whole = await timedWork(context, program(one, batch, unfused));
      rows.push(row(one, "whole spectrum", whole, whole));
      rows.push(row(one, "pruned FFT", await timedWork(context, program(one, batch, prunedFft)), whole));
      rows.push(row(one, "products", await timedWork(context, program(one, batch, asProducts)), whole));
    }
    return rows;
  },
};

function row({ sizes, n_modes, width }: Case, way: string, seconds: Spread, whole: Spread): Row {
  return {
    name: `spectral-conv, ${sizes.join(" x ")} by ${n_modes.join(" x ")} modes, width ${width}, ${way}`,
    ...mapped(seconds, (s) => 1e3 * s),
    unit: "ms",
    better: "less",
    share: { of: "whole spectrum's speed", value: whole.low / seconds.low },
  };
}

function program({ sizes, n_modes, width }: Case, batch: number, transforms: TruncatedTransforms): Program {
  const { axes, places } = planSpectralConv({ in_channels: width, out_channels: width, n_modes }, sizes, "bench");
  const modes = places.length;
  const fields = batch * width * sizes.reduce((all, n) => all * n, 1);
  const given = (length: number): ProgramBuffer => ({ type: "f32", length, data: scattered(length) });
  const floats = (length: number): ProgramBuffer => ({ type: "f32", length });
  const buffers: Buffers = {
    places: { type: "u32", length: modes, data: places },
    weights: given(2 * modes * width * width),
    input: given(fields),
    ...{ modes: floats(2 * batch * modes * width), changed: floats(2 * batch * modes * width), output: floats(fields) },
  };
  const size = { batch, channels: width, axes };
  const work = [
    ...transforms.toModes("modes", size, buffers, { input: "input", output: "modes" }),
    modeProduct(
      "product",
      { modes, batch, columns: width, depth: width, adjoint: 0, weights_at: 0 },
      { places: "places", input: "modes", weights: "weights", output: "changed" },
    ),
    ...transforms.fromModes("field", size, buffers, { input: "changed", output: "output", bias: { buffer: "weights", at: 0 } }),
  ];
  return { buffers, sequences: { before: [], work } };
}
