import { selectiveScan as stagesOf } from "../../src/cell/selective-scan-stages.ts";
import type { Buffers, Program } from "../../src/plan/program.ts";
import type { Benchmark, Row } from "../bench.ts";
import { mapped, type Spread } from "../measure.ts";
import { scattered, timedWork } from "../stages.ts";

/** As in Mamba: states of a channel. Few channels: with one sequence of a small model there is little beside each other but time. */
const CHANNELS = 8;
const STATES = 16;
/** Steps. */
const LENGTHS = [256, 1024, 4096, 16_384, 65_536];

/** A scan of so many steps, in chunks side by side or as one loop over time. */
function programOf(steps: number, chunk?: number): Program {
  const wide = steps * CHANNELS;
  const given = (length: number, map: (value: number) => number) => ({ type: "f32", length, data: scattered(length).map(map) }) as const;
  const buffers: Buffers = {
    ...{ u: given(wide, (x) => x), delta: given(wide, (x) => x - 3) },
    ...{ B: given(steps * STATES, (x) => x), C: given(steps * STATES, (x) => x) },
    parameters: given(CHANNELS * (STATES + 2), (x) => -1 - x),
    ...{ state: { type: "f32", length: CHANNELS * STATES }, y: { type: "f32", length: wide } },
  };
  const names = { u: "u", delta: "delta", B: "B", C: "C", parameters: "parameters", state: "state", y: "y" };
  const work = stagesOf("scan", { steps, channels: CHANNELS, states: STATES, chunk, fresh: true }, buffers, names);
  return { buffers, sequences: { before: [], work } };
}

/** Selective scans: time a step should not hang on the number of steps. */
export const selectiveScan: Benchmark = {
  name: "selective-scan",
  title: `selective scan of ${CHANNELS} channels x ${STATES} states by length: in chunks side by side, and as a loop over time`,
  sizes: { of: "steps", usual: () => LENGTHS },
  measure: async (context, steps) => {
    const chunks = await timedWork(context, programOf(steps));
    const loop = await timedWork(context, programOf(steps, steps));
    const row = (name: string, seconds: Spread, note?: string): Row => ({
      ...{
        name: `selective-scan, ${name}`,
        size: steps,
        ...mapped(seconds, (s) => (1e9 * s) / steps),
        unit: "ns a step",
        better: "less",
        note,
      },
    });
    return [row("chunks", chunks, `${(loop.low / chunks.low).toFixed(2)} x the loop's speed`), row("one loop", loop)];
  },
};
