import { hopfieldProgram, storedOf } from "../../src/memory/hopfield.ts";
import { matchSegments } from "../../src/memory/kernels/match_segments.ts";
import { randomPatterns } from "../../src/memory/patterns.ts";
import { inBlocks } from "../../src/memory/segments.ts";
import { randomBits } from "../../src/memory/sets.ts";
import { checkHopfield } from "../../src/memory/spec.ts";
import type { Benchmark, Context, Row } from "../bench.ts";
import { mapped } from "../measure.ts";
import { timedWork } from "../stages.ts";

/** Overlaps of segments and inputs, and updates of Hopfield networks. */
export const memories: Benchmark = {
  name: "memories",
  title: "segments against inputs of 2,048 cells: overlaps a second, share of a copy of both sides; updates of Hopfield networks a second",
  measure: async (context) => [
    await overlapRow(context),
    await glauberRow(context, { units: 100, order: 4, patterns: 4000 }),
    await glauberRow(context, { units: 100, order: 2, patterns: 20 }),
  ],
};

/** A software adapter takes seconds for what a GPU does in a millisecond. */
const small = ({ kind }: Context) => kind === "software";

async function overlapRow(context: Context): Promise<Row> {
  const [cells, segments, inputs] = [2048, small(context) ? 1024 : 16_384, small(context) ? 64 : 1024];
  const words = cells / 32;
  const { masks } = inBlocks(randomBits(cells, 24, segments, 1, 0), words);
  const rows = randomBits(cells, 40, inputs, 1, 1);
  const seconds = await timedWork(context, {
    buffers: {
      segments: { type: "u32", length: masks.length, data: masks },
      inputs: { type: "u32", length: rows.length, data: rows },
      hits: { type: "u32", length: (inputs * segments) / 32 },
    },
    sequences: {
      before: [],
      work: [matchSegments("match", { inputs, segments, words, threshold: 12 }, { segments: "segments", inputs: "inputs", hits: "hits" })],
    },
  });
  const overlaps = segments * inputs;
  const ceiling = await context.ceilings.copy();
  return {
    name: `memories, overlaps of ${cells} cells, ${segments} segments x ${inputs} inputs`,
    ...mapped(seconds, (s) => overlaps / s / 1e6),
    unit: "M/s",
    better: "more",
    share: { of: "copy", value: (8 * words * overlaps) / seconds.low / ceiling.high },
    note: "share: bytes of both sides of every overlap; beyond 1 they are read from caches",
  };
}

async function glauberRow(
  context: Context,
  { units, order, patterns }: { readonly units: number; readonly order: number; readonly patterns: number },
): Promise<Row> {
  const replicas = { hardware: 1024, software: 4, cpu: 16 }[context.kind];
  const checked = checkHopfield({ units, order, patterns: { random: patterns }, replicas });
  const values = randomPatterns(1, patterns, units, 0);
  const { buffers, sequences } = hopfieldProgram(checked, values, storedOf(checked, values));
  const seconds = await timedWork(context, { buffers, sequences: { before: sequences.begin, work: sequences.sweep } });
  return {
    name: `memories, Glauber P = ${order}, ${units} units, ${patterns} patterns, ${replicas} replicas`,
    ...mapped(seconds, (s) => (replicas * units) / s / 1e6),
    unit: "M updates/s",
    better: "more",
  };
}
