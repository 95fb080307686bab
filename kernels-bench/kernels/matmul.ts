import { gradientProduct, matmul as product } from "../../src/learn/kernels/matmul.ts";
import type { Program, ProgramBuffer, Stage } from "../../src/plan/program.ts";
import type { Benchmark, Context, Row } from "../bench.ts";
import { mapped } from "../measure.ts";
import { scattered, timedWork } from "../stages.ts";

/** Which side is kept turned: none, as for the gradients of inputs; the left, as for those of weights; the right, as forwards. */
type Form = "inputs" | "weights" | "forward";

/** Rows, columns, depth. */
type Size = readonly [number, number, number];

const SQUARE: Size = [1024, 1024, 1024];
/** A layer's three products: so many samples through so many features. */
const LAYERS = [
  { samples: 128, from: 784, to: 64 },
  { samples: 1280, from: 784, to: 64 },
  { samples: 3200, from: 784, to: 1000 },
  { samples: 3200, from: 1000, to: 10 },
];

/** Products of matrices beside what the adapter can multiply and add. */
export const matmul: Benchmark = {
  name: "matmul",
  title: "products of 1,024 x 1,024 over 1,024 in three forms, and of layers in training: share of multiplications and additions",
  measure: async (context) => {
    const rows: Row[] = [];
    for (const form of ["forward", "weights", "inputs"] as const) rows.push(await row(context, form, SQUARE));
    // A step of the wider layers takes a minute on a software adapter.
    for (const { samples, from, to } of context.kind === "software" ? LAYERS.slice(0, 2) : LAYERS) {
      rows.push(await row(context, "forward", [samples, to, from]));
      rows.push(await row(context, "weights", [to, from, samples]));
      rows.push(await row(context, "inputs", [samples, from, to]));
    }
    return rows;
  },
};

async function row(context: Context, form: Form, size: Size): Promise<Row> {
  const [rows, columns, depth] = size;
  const seconds = await timedWork(context, program(form, size));
  const operations = 2 * rows * columns * depth;
  const ceiling = await context.ceilings.fma();
  return {
    name: `matmul, ${form} ${rows} x ${columns} over ${depth}`,
    ...mapped(seconds, (s) => operations / s / 1e9),
    unit: "Gop/s",
    better: "more",
    share: { of: "fma", value: operations / seconds.low / ceiling.high },
  };
}

function program(form: Form, [rows, columns, depth]: Size): Program {
  const given = (length: number): ProgramBuffer => ({ type: "f32", length, data: scattered(length) });
  const buffers: Record<string, ProgramBuffer> = {
    left: given(rows * depth),
    right: given(depth * columns),
    out: { type: "f32", length: rows * columns },
  };
  const scratch = (length: number) => {
    buffers.slices = { type: "f32", length };
    return "slices";
  };
  const size = { rows, columns, depth, left_at: 0, right_at: 0, bias_at: 0, out_at: 0, biased: 0, accumulate: 0 };
  const names = { left: "left", right: "right", out: "out" };
  const work: Stage[] =
    form === "weights"
      ? gradientProduct("matmul", size, names, scratch)
      : [product("matmul", { ...size, turned: form === "forward" ? 2 : 0 }, { ...names, bias: "right" })];
  return { buffers, sequences: { before: [], work } };
}
