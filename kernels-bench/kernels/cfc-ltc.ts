import { recordCell } from "../../src/cell/cell-record.ts";
import { ELAPSED, INPUTS, LIVE } from "../../src/cell/cell-site.ts";
import type { CellSpec } from "../../src/cell/cell-spec.ts";
import { Dice } from "../../src/learn/dice.ts";
import { given } from "../../src/learn/sequences.ts";
import { PARAMETERS, Recording } from "../../src/learn/tensor.ts";
import type { Program } from "../../src/plan/program.ts";
import type { Benchmark, Context, Row } from "../bench.ts";
import { mapped, type Spread } from "../measure.ts";
import { scattered, timedWork } from "../stages.ts";

/** Sequences at once; a software adapter takes as long for a few as others for many. */
const batchOn = (kind: Context["kind"]) => (kind === "software" ? 32 : 128);
const STEPS = 8;

const sized = (units: number) => ({ inputs: 8, units });

/** Cells of one size, by what a row is called; the first is what the others' times are held against. */
const cells = (units: number): readonly (readonly [string, CellSpec])[] => [
  ["LTC, 6 unfolds", { cell: "LTC", ...sized(units), unfolds: 6 }],
  ["LTC, 1 unfold", { cell: "LTC", ...sized(units), unfolds: 1 }],
  ["CfC, backbone of 128", { cell: "CfC", ...sized(units) }],
  ["CfC, mixed memory", { cell: "CfC", ...sized(units), mixed_memory: true }],
  ["LSTM", { cell: "LSTM", ...sized(units) }],
];

/** A step forward of a batch: the closed form beside the solver it stands for, on the same executor. */
export const cfcLtc: Benchmark = {
  name: "cfc-ltc",
  title: `a step of closed-form cells beside one of liquid cells with 6 unfolds, forward, ${STEPS} steps of 8 inputs a run`,
  sizes: { of: "units", usual: () => [64, 128] },
  measure: async (context, units) => {
    const batch = batchOn(context.kind);
    const rows: Row[] = [];
    let solver: Spread | undefined;
    for (const [name, spec] of cells(units)) {
      const seconds = await timedWork(context, program(spec, batch));
      solver ??= seconds;
      rows.push({
        ...{ name: `cfc-ltc, ${name}, batch ${batch}`, size: units },
        ...mapped(seconds, (s) => (1e6 * s) / (STEPS * batch)),
        ...{ unit: "us a sequence", better: "less" },
        share: { of: "6 unfolds' speed", value: solver.low / seconds.low },
      });
    }
    return rows;
  },
};

function program(spec: CellSpec, batch: number): Program {
  const recording = new Recording({ steps: STEPS, batch, truncate: STEPS });
  const { forward } = recordCell(spec, { recording, dice: new Dice(1, 0) });
  const count = STEPS * batch;
  const buffers = {
    ...recording.buffers,
    [PARAMETERS]: given(recording.initial()),
    [INPUTS]: given(scattered(count * spec.inputs)),
    [ELAPSED]: given(scattered(count).map((x) => 0.1 + Math.abs(x))),
    [LIVE]: given(new Float32Array(count).fill(1)),
  };
  return { buffers, sequences: { before: [], work: forward } };
}
