/** The kernels of dense layers: products, sums of columns and slices, convolutions, pools. */
import { addSlices } from "../learn/kernels/add_slices.ts";
import { avgPool } from "../learn/kernels/avg_pool.ts";
import { avgPoolBackward } from "../learn/kernels/avg_pool_backward.ts";
import { columnSums } from "../learn/kernels/column_sums.ts";
import { fold } from "../learn/kernels/fold.ts";
import { gradientProduct, matmul } from "../learn/kernels/matmul.ts";
import { maxPool } from "../learn/kernels/max_pool.ts";
import { maxPoolBackward } from "../learn/kernels/max_pool_backward.ts";
import { turn } from "../learn/kernels/turn.ts";
import { unfold } from "../learn/kernels/unfold.ts";
import type { WindowsShape } from "../twins/lib/windows.ts";
import { type Case, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { guarded, poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a result: sums of some hundred products, of which a device may fuse two operations. */
const SUMS = 2e-6;
/** The same for slices of more than a thousand products each. */
const LONG_SUMS = 1e-5;

/** Names of the checks, what they allow, and what they run. */
export const denseChecks: readonly StageCheck[] = [
  { kernel: "learn matmul", tolerance: SUMS, make: (dice) => product(dice, 0) },
  { kernel: "learn matmul, left turned", tolerance: SUMS, make: (dice) => product(dice, 1) },
  { kernel: "learn matmul, right turned", tolerance: SUMS, make: (dice) => product(dice, 2) },
  { kernel: "learn matmul, slices", tolerance: LONG_SUMS, make: sliced },
  { kernel: "learn matmul, many", tolerance: SUMS, make: (dice) => products(dice, 1) },
  { kernel: "learn matmul, many slices", tolerance: SUMS, make: (dice) => products(dice, 3) },
  { kernel: "learn add slices", tolerance: SUMS, make: slices },
  { kernel: "learn column sums", tolerance: SUMS, make: columns },
  { kernel: "learn unfold", tolerance: 0, make: windows },
  { kernel: "learn fold", tolerance: SUMS, make: folded },
  { kernel: "learn turn", tolerance: 0, make: turned },
  { kernel: "learn avg pool", tolerance: SUMS, make: (dice) => pool(dice, avgPool, "avg") },
  { kernel: "learn avg pool backward", tolerance: SUMS, make: averaged },
  { kernel: "learn max pool", tolerance: 0, make: (dice) => pool(dice, maxPool, "max") },
  { kernel: "learn max pool backward", tolerance: SUMS, make: largest },
];

/** Few different values, so that many are the largest of their window together. */
const levels = (dice: Dice, length: number) => Float32Array.from({ length }, () => dice.whole(0, 3));

function product(dice: Dice, turned: number): Case {
  // No size a multiple of a tile or of its steps; offsets into larger buffers.
  const [rows, wide, depth] = [dice.whole(65, 90) | 1, dice.whole(65, 90) | 1, dice.whole(17, 40) | 1];
  const [left_at, right_at, bias_at, out_at] = dice.list(4, 1, 9).map(Math.floor);
  const [biased, accumulate] = [dice.whole(0, 1), dice.whole(0, 1)];
  const shape = { rows, columns: wide, depth, turned, left_at, right_at, bias_at, out_at, biased, accumulate };
  const out = accumulate ? numbers(dice, out_at + rows * wide) : poisoned(out_at + rows * wide);
  return {
    stage: matmul("product", shape, named("left", "right", "bias", "out")),
    buffers: {
      left: numbers(dice, left_at + rows * depth),
      right: numbers(dice, right_at + depth * wide),
      bias: numbers(dice, bias_at + wide),
      out,
    },
    size: `${rows} x ${wide} over ${depth}`,
  };
}

/** A gradient whose depth is sliced. */
function sliced(dice: Dice): Case {
  const [rows, wide, depth] = [dice.whole(3, 30) | 1, dice.whole(3, 30) | 1, dice.whole(1100, 1600) | 1];
  let length = 0;
  const [stage] = gradientProduct(
    "slices",
    { rows, columns: wide, depth, out_at: 0 },
    { left: "left", right: "right", out: "" },
    (needed) => {
      length = needed;
      return "parts";
    },
  );
  const buffers = { left: numbers(dice, rows * depth), right: numbers(dice, depth * wide), parts: poisoned(length) };
  return { stage, buffers, size: `${rows} x ${wide} over ${depth} in ${length / rows / wide} slices` };
}

/** Products of many matrices, one side at times the same for all; with slices they lie close together. */
function products(dice: Dice, slices: number): Case {
  const [rows, wide, depth, matrices] = [dice.whole(60, 80) | 1, dice.whole(3, 80) | 1, dice.whole(17, 40) | 1, dice.whole(2, 7)];
  const [left_at, right_at, bias_at, out_at, gap] = dice.list(5, 1, 9).map(Math.floor);
  const shared = dice.whole(0, 2);
  const left_step = shared === 1 ? 0 : rows * depth + gap;
  const right_step = shared === 2 ? 0 : depth * wide + gap;
  const out_step = rows * wide + (slices > 1 ? 0 : gap);
  const [biased, accumulate] = [slices > 1 ? 0 : dice.whole(0, 1), dice.whole(0, 1)];
  const sizes = { rows, columns: wide, depth, turned: dice.whole(0, 2), matrices, slices, slice: Math.ceil(depth / slices) };
  const shape = { ...sizes, left_at, right_at, bias_at, out_at, left_step, right_step, out_step, biased, accumulate };
  const length = out_at + slices * matrices * out_step;
  const out = accumulate ? numbers(dice, length) : poisoned(length);
  return {
    stage: matmul("products", shape, named("left", "right", "bias", "out")),
    buffers: {
      left: numbers(dice, left_at + matrices * left_step + rows * depth),
      right: numbers(dice, right_at + matrices * right_step + depth * wide),
      bias: numbers(dice, bias_at + wide),
      out,
    },
    size: `${matrices} of ${rows} x ${wide} over ${depth} in ${slices} slices`,
  };
}

function slices(dice: Dice): Case {
  const [count, many, out_at, accumulate] = [dice.whole(65, 400) | 1, dice.whole(2, 9), dice.whole(1, 9), dice.whole(0, 1)];
  return {
    stage: addSlices("slices", { count, slices: many, out_at, accumulate }, named("parts", "out")),
    buffers: {
      parts: numbers(dice, many * count),
      out: accumulate ? numbers(dice, out_at + count) : poisoned(out_at + count),
    },
    size: `${many} slices of ${count}`,
  };
}

function columns(dice: Dice): Case {
  const [rows, wide, out_at] = [dice.whole(3, 200) | 1, dice.whole(3, 90) | 1, dice.whole(1, 9)];
  return {
    stage: columnSums("sums", { rows, columns: wide, out_at }, named("matrix", "out")),
    buffers: { matrix: numbers(dice, rows * wide), out: numbers(dice, out_at + wide) },
    size: `${rows} x ${wide}`,
  };
}

/** Windows of any side, stride and padding; some pixels may be in none. */
function windowsShape(dice: Dice, { padded, several }: { readonly padded: boolean; readonly several: boolean }): WindowsShape {
  const [rows, wide, kernel, stride] = [dice.whole(5, 14), dice.whole(5, 14), dice.whole(2, 5), dice.whole(1, 4)];
  const padding = padded ? dice.whole(0, 3) : 0;
  const places = (pixels: number) => Math.floor((pixels + 2 * padding - kernel) / stride) + 1;
  return {
    ...{ images: dice.whole(3, 9), first: several ? dice.whole(1, 3) : 0, channels: several ? dice.whole(1, 4) : 1 },
    ...{ rows, columns: wide, out_rows: places(rows), out_columns: places(wide), kernel, stride, padding },
  };
}

const described = ({ images, channels, rows, columns: wide, kernel, stride, padding }: WindowsShape) =>
  `${images} x ${channels} x ${rows} x ${wide}, kernel ${kernel}, stride ${stride}, padding ${padding}`;
const unfoldedLength = (s: WindowsShape) => s.images * s.out_rows * s.out_columns * s.channels * s.kernel ** 2;
const pixelsOf = (s: WindowsShape) => s.channels * s.rows * s.columns;

function windows(dice: Dice): Case {
  const shape = windowsShape(dice, { padded: true, several: true });
  const inputs = numbers(dice, (shape.first + shape.images) * pixelsOf(shape));
  return {
    stage: unfold("unfold", shape, named("inputs", "unfolded")),
    buffers: { inputs, unfolded: poisoned(unfoldedLength(shape)) },
    size: described(shape),
  };
}

function folded(dice: Dice): Case {
  const shape = windowsShape(dice, { padded: true, several: true });
  const grad_inputs = poisoned((shape.first + shape.images) * pixelsOf(shape));
  // Samples before the first must stay.
  grad_inputs.fill(7, 0, shape.first * pixelsOf(shape));
  return {
    stage: fold("fold", shape, named("unfolded", "grad_inputs")),
    buffers: { unfolded: numbers(dice, unfoldedLength(shape)), grad_inputs },
    size: described(shape),
  };
}

function turned(dice: Dice): Case {
  const [matrices, rows, wide] = [dice.whole(2, 5), dice.whole(3, 40) | 1, dice.whole(3, 40) | 1];
  const [matrix_at, out_at] = [dice.whole(1, 9), dice.whole(1, 9)];
  return {
    stage: turn("turn", { matrices, rows, columns: wide, matrix_at, out_at }, named("matrix", "out")),
    buffers: { matrix: numbers(dice, matrix_at + matrices * rows * wide), out: poisoned(out_at + matrices * rows * wide) },
    size: `${matrices} x ${rows} x ${wide}`,
  };
}

function pool(dice: Dice, run: typeof avgPool, label: string): Case {
  const shape = windowsShape(dice, { padded: false, several: false });
  return {
    stage: run(label, shape, named("inputs", "outputs")),
    buffers: {
      inputs: numbers(dice, shape.images * pixelsOf(shape)),
      outputs: poisoned(shape.images * shape.out_rows * shape.out_columns),
    },
    size: described(shape),
  };
}

function averaged(dice: Dice): Case {
  const shape = windowsShape(dice, { padded: false, several: false });
  return {
    stage: avgPoolBackward("avg", shape, named("grad_outputs", "grad_inputs")),
    buffers: {
      grad_outputs: numbers(dice, shape.images * shape.out_rows * shape.out_columns),
      grad_inputs: poisoned(shape.images * pixelsOf(shape)),
    },
    size: described(shape),
  };
}

function largest(dice: Dice): Case {
  const shape = windowsShape(dice, { padded: false, several: false });
  return {
    stage: maxPoolBackward("max", shape, named("inputs", "grad_outputs", "grad_inputs")),
    buffers: {
      inputs: guarded(levels(dice, shape.images * pixelsOf(shape))),
      grad_outputs: numbers(dice, shape.images * shape.out_rows * shape.out_columns),
      grad_inputs: poisoned(shape.images * pixelsOf(shape)),
    },
    size: described(shape),
  };
}
