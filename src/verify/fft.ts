/** The kernels of Fourier transforms: passes of every kind, Bluestein's multiplication, real lines as complex ones and back. */
import type { Buffers, Stage } from "../plan/program.ts";
import { fftJoinLines } from "../spectral/kernels/fft_join_lines.ts";
import { fftJoinPoints } from "../spectral/kernels/fft_join_points.ts";
import { fftMultiply } from "../spectral/kernels/fft_multiply.ts";
import { fftPack } from "../spectral/kernels/fft_pack.ts";
import { fftPass } from "../spectral/kernels/fft_pass.ts";
import { fftSplitLines } from "../spectral/kernels/fft_split_lines.ts";
import { fftSplitPoints } from "../spectral/kernels/fft_split_points.ts";
import { fftUnpack } from "../spectral/kernels/fft_unpack.ts";
import { type Case, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a result: sums of up to 2,048 numbers in a dozen steps, turned by float32 tables. */
const SUMS = 2e-6;

/** Names of the checks, what they allow, and what they run. */
export const fftChecks: readonly StageCheck[] = [
  {
    kernel: "spectral fft, lines",
    tolerance: SUMS,
    make: (dice) => pass(dice, { outer: dice.whole(1, 40), before: 1, behind: 1, inner: 1 }),
  },
  { kernel: "spectral fft, values side by side", tolerance: SUMS, make: beside },
  { kernel: "spectral fft, first pass", tolerance: SUMS, make: first },
  { kernel: "spectral fft, later pass", tolerance: SUMS, make: later },
  { kernel: "spectral fft multiply", tolerance: SUMS, make: multiplied },
  { kernel: "spectral fft pack", tolerance: 0, make: packed },
  { kernel: "spectral fft unpack", tolerance: 0, make: unpacked },
  { kernel: "spectral fft split points", tolerance: SUMS, make: (dice) => points(dice, fftSplitPoints, true) },
  { kernel: "spectral fft join points", tolerance: SUMS, make: (dice) => points(dice, fftJoinPoints, false) },
  { kernel: "spectral fft split lines", tolerance: SUMS, make: splitLines },
  { kernel: "spectral fft join lines", tolerance: SUMS, make: joinedLines },
];

const INPUT_OUTPUT = named("input", "output");

/** A product of some radices. */
function smooth(dice: Dice, most: number): number {
  let length = 1;
  for (let n = dice.whole(1, 4); n > 0; n--) {
    const radix = [2, 3, 4, 5, 7, 8][dice.whole(0, 5)];
    if (length * radix <= most) length *= radix;
  }
  return length;
}

/** The buffers of a stage with the tables that it has made. */
function withTables(tables: Buffers, input: Float32Array, output: Float32Array): Case["buffers"] {
  const data = Object.entries(tables).map(([name, buffer]) => [name, buffer.data as Float32Array | Uint32Array]);
  return { ...Object.fromEntries(data), input, output };
}

/** A pass over lines of before * its own * behind points. */
interface Around {
  readonly outer: number;
  /** Points that passes before it, and behind it, are about. */
  readonly before: number;
  readonly behind: number;
  readonly inner: number;
}

function pass(dice: Dice, { outer, before, behind, inner }: Around): Case {
  const length = smooth(dice, 2048);
  const lines = outer * before * behind * inner;
  const out_stride = before * inner;
  const in_stride = out_stride * behind;
  const tables: Buffers = {};
  const shape = { lines, points: length, in_stride, out_stride, inner, swapped: dice.whole(0, 1), scale: dice.list(1, 0.1, 2)[0] };
  const stage = fftPass("pass", shape, tables, INPUT_OUTPUT);
  return {
    stage,
    buffers: withTables(tables, numbers(dice, 2 * lines * length), poisoned(2 * lines * length)),
    size: `${lines} x ${length}`,
  };
}

/** Few of them, in powers of two and not, or more than a tile has. */
function beside(dice: Dice): Case {
  const inner = [2, 3, 4, 5, 8, dice.whole(129, 140)][dice.whole(0, 5)];
  return pass(dice, { outer: dice.whole(1, 5), before: 1, behind: 1, inner });
}

function first(dice: Dice): Case {
  return pass(dice, { outer: dice.whole(1, 3), before: 1, behind: dice.whole(2, 20), inner: dice.whole(1, 4) });
}

function later(dice: Dice): Case {
  return pass(dice, { outer: dice.whole(1, 2), before: dice.whole(2, 12), behind: dice.whole(1, 3), inner: dice.whole(1, 4) });
}

function multiplied(dice: Dice): Case {
  const [outer, given, wanted, inner] = [dice.whole(1, 5), dice.whole(1, 60), dice.whole(1, 60), dice.whole(1, 5)];
  const [swap_in, swap_out] = [dice.whole(0, 1), dice.whole(0, 1)];
  const shape = { outer, given, wanted, inner, swap_in, swap_out, scale: dice.list(1, 0.1, 2)[0] };
  return {
    stage: fftMultiply("multiply", shape, { ...INPUT_OUTPUT, factors: "factors" }),
    buffers: {
      input: numbers(dice, 2 * outer * given * inner),
      factors: numbers(dice, 2 * Math.min(given, wanted)),
      output: poisoned(2 * outer * wanted * inner),
    },
    size: `${outer} x ${given} to ${wanted} x ${inner}`,
  };
}

function packed(dice: Dice): Case {
  const [outer, length, inner] = [dice.whole(1, 9), dice.whole(1, 70), dice.whole(1, 5)];
  const lines = outer * inner;
  return {
    stage: fftPack("pack", { lines, points: length, inner }, INPUT_OUTPUT),
    buffers: { input: numbers(dice, lines * length), output: poisoned(2 * Math.ceil(lines / 2) * length) },
    size: `${outer} x ${length} x ${inner}`,
  };
}

function unpacked(dice: Dice): Case {
  const [outer, length, inner] = [dice.whole(1, 9), dice.whole(1, 70), dice.whole(1, 5)];
  const lines = outer * inner;
  return {
    stage: fftUnpack("unpack", { lines, points: length, inner }, INPUT_OUTPUT),
    buffers: { input: numbers(dice, 2 * Math.ceil(lines / 2) * length), output: poisoned(lines * length) },
    size: `${outer} x ${length} x ${inner}`,
  };
}

/** All bins, or any number of them. */
const binsOf = (dice: Dice, all: number) => (dice.whole(0, 1) === 1 ? all : dice.whole(1, all));

/** @param splits whether bins are what comes out */
function points(dice: Dice, run: typeof fftSplitPoints, splits: boolean): Case {
  const [lines, half] = [dice.whole(1, 9), dice.whole(1, 200)];
  const bins = binsOf(dice, half + 1);
  const tables: Buffers = {};
  const stage: Stage = run("points", { lines, half, bins }, tables, INPUT_OUTPUT);
  const [given, wanted] = splits ? [half, bins] : [bins, half];
  const buffers = withTables(tables, numbers(dice, 2 * lines * given), poisoned(2 * lines * wanted));
  return { stage, buffers, size: `${lines} x ${2 * half}, ${bins} bins` };
}

/** Lines in pairs: an even number of values side by side, or any number of lines one after the other. */
function pairs(dice: Dice) {
  const length = dice.whole(1, 90);
  const outer = dice.whole(1, 9);
  const across = dice.whole(0, 3);
  const inner = across > 0 ? 2 * across : 2 * dice.whole(0, 2) + 1;
  const bins = binsOf(dice, Math.floor(length / 2) + 1);
  const shape = { lines: outer * inner, points: length, inner, across: Math.max(1, across), bins };
  const complex = 2 * Math.ceil(shape.lines / 2) * length;
  return { shape, complex, bins: 2 * shape.lines * bins, size: `${outer} x ${length} x ${inner}, ${bins} bins` };
}

function splitLines(dice: Dice): Case {
  const { shape, complex, bins, size } = pairs(dice);
  return {
    stage: fftSplitLines("split", shape, INPUT_OUTPUT),
    buffers: { input: numbers(dice, complex), output: poisoned(bins) },
    size,
  };
}

function joinedLines(dice: Dice): Case {
  const { shape, complex, bins, size } = pairs(dice);
  return {
    stage: fftJoinLines("join", shape, INPUT_OUTPUT),
    buffers: { input: numbers(dice, bins), output: poisoned(complex) },
    size,
  };
}
